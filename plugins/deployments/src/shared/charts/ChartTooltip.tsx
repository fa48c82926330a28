import { useChartLooks } from './chartLooks';

/** The box that describes what the pointer is on, line by line. */
export function ChartTooltip(props: { lines: readonly string[] }) {
  const looks = useChartLooks();
  return (
    <div style={looks.tooltip}>
      {props.lines.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
