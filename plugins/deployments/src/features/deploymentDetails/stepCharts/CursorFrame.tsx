import { makeStyles } from '@material-ui/core/styles';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { PLOT_INSETS } from '../../../shared/charts/axisProps';
import { findClosest } from './moments';
import { useCursor, useSharedAxis } from './StepCharts';

const useStyles = makeStyles(
  theme => ({
    root: { position: 'relative' },
    plot: {
      position: 'absolute',
      ...PLOT_INSETS,
      cursor: 'crosshair',
      touchAction: 'pan-y',
      '&:focus': { outline: 'none' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    line: {
      position: 'absolute',
      top: 0,
      bottom: 0,
      borderLeft: `1px solid ${theme.palette.text.primary}`,
      pointerEvents: 'none',
    },
  }),
  { name: 'SlipwayCursorFrame' },
);

/** Lays the cursor of a step's charts over one of them: moved by the pointer, or by the arrow keys. */
export function CursorFrame(props: { title: string; children: ReactNode }) {
  const { title, children } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const axis = useSharedAxis();
  const cursor = useCursor();
  const period = axis?.period;
  if (!axis || !period || period.to <= period.from) {
    return <div className={classes.root}>{children}</div>;
  }

  const moveTo = (index: number) => {
    const moments = axis.getMoments();
    axis.moveCursor(moments[Math.min(moments.length - 1, Math.max(0, index))]);
  };
  const moveBy = (count: number) =>
    moveTo(findClosest(axis.getMoments(), cursor.at ?? period.to) + count);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Partial<Record<string, () => void>> = {
      ArrowLeft: () => moveBy(-1),
      ArrowDown: () => moveBy(-1),
      ArrowRight: () => moveBy(1),
      ArrowUp: () => moveBy(1),
      PageDown: () => moveBy(-10),
      PageUp: () => moveBy(10),
      Home: () => moveTo(0),
      End: () => moveTo(Infinity),
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = width > 0 ? (event.clientX - left) / width : 1;
    moveTo(
      findClosest(
        axis.getMoments(),
        period.from + share * (period.to - period.from),
      ),
    );
  };
  const onPointerLeave = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    // A focused chart is still read with the keyboard.
    if (currentTarget.ownerDocument.activeElement !== currentTarget) {
      axis.moveCursor(undefined);
    }
  };

  return (
    <div className={classes.root}>
      {children}
      <div
        className={classes.plot}
        role="slider"
        tabIndex={0}
        aria-label={t('stepCharts.cursor', { chart: title })}
        aria-valuemin={period.from}
        aria-valuemax={period.to}
        aria-valuenow={cursor.at ?? period.to}
        aria-valuetext={cursor.text}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (cursor.at === undefined) {
            moveTo(Infinity);
          }
        }}
        onBlur={() => axis.moveCursor(undefined)}
        onPointerDown={onPointerMove}
        onPointerMove={onPointerMove}
        onPointerLeave={onPointerLeave}
      >
        {cursor.at !== undefined && (
          <div
            className={classes.line}
            style={{
              left: `${
                (100 * (cursor.at - period.from)) / (period.to - period.from)
              }%`,
            }}
          />
        )}
      </div>
    </div>
  );
}
