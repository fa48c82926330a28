import { ChartTooltip } from './ChartTooltip';
import type { Dot } from './useDots';

/** The properties that Recharts passes to a tooltip's content. */
interface DotTooltipProps {
  active?: boolean;
  payload?: readonly { payload?: unknown }[];
}

/** Describes the dot under the pointer. */
export function DotTooltip({ active, payload }: DotTooltipProps) {
  const dot = payload?.[0]?.payload as Dot | undefined;
  return active && dot ? <ChartTooltip lines={dot.text} /> : null;
}
