import { useChartLooks } from './chartLooks';
import type { Dot } from './useDots';

/** What Recharts gives the content of a tooltip. */
interface DotTooltipProps {
  active?: boolean;
  payload?: readonly { payload?: unknown }[];
}

/** What a dot says of itself, a line each. */
export function DotTooltip({ active, payload }: DotTooltipProps) {
  const looks = useChartLooks();
  const dot = payload?.[0]?.payload as Dot | undefined;
  return active && dot ? (
    <div style={looks.tooltip}>
      {dot.text.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  ) : null;
}
