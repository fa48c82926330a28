import { useChartStyle } from './useChartStyle';

/** The box that describes what the pointer is on, line by line. */
export function ChartTooltip(props: { lines: readonly string[] }) {
  const style = useChartStyle();
  return (
    <div style={style.tooltip}>
      {props.lines.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
