import type { ReactElement } from 'react';
import { ResponsiveContainer } from 'recharts';

/** Draws a chart as wide as its container. Screen readers get the label instead of the drawing. */
export function ChartFrame(props: {
  label: string;
  /** In pixels. */
  height: number;
  children: ReactElement;
}) {
  return (
    <div role="img" aria-label={props.label}>
      <ResponsiveContainer width="100%" height={props.height}>
        {props.children}
      </ResponsiveContainer>
    </div>
  );
}
