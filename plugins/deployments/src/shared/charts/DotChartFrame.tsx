import type { ReactNode } from 'react';
import { DotsContext, useDots, useDotStyles, type Dot } from './useDots';

/** Frames a chart whose dots are buttons, and describes the focused dot below it. */
export function DotChartFrame(props: {
  label: string;
  /** How to get from dot to dot; shown while no dot has the focus. */
  hint: string;
  dots: readonly Dot[];
  onOpen(id: string): void;
  children: ReactNode;
}) {
  const { label, hint, dots, onOpen, children } = props;
  const classes = useDotStyles();
  const buttons = useDots(dots, onOpen);
  return (
    <div role="group" aria-label={label}>
      <DotsContext.Provider value={buttons}>{children}</DotsContext.Provider>
      <p className={classes.caption}>
        {buttons.focused ? buttons.focused.text.join(' · ') : hint}
      </p>
    </div>
  );
}
