import { makeStyles } from '@material-ui/core/styles';
import type { CSSProperties } from 'react';
import type { Connection } from './arrangePipeline';
import { COLUMN_GAP, ROW_GAP } from './gridSizes';

/** How far below a card's top its lines begin and end, in pixels. */
const ANCHOR = 28;
const WIDTH = 2;
const HALF = COLUMN_GAP / 2;

const useStyles = makeStyles(
  theme => ({
    line: {
      position: 'relative',
      color: theme.palette.text.disabled,
      alignSelf: 'start',
      justifySelf: 'start',
      marginTop: ANCHOR,
      pointerEvents: 'none',
    },
    isMoving: { color: theme.palette.status.running },
    horizontal: { borderTop: `${WIDTH}px solid currentColor` },
    vertical: {
      alignSelf: 'stretch',
      borderLeft: `${WIDTH}px solid currentColor`,
      marginLeft: -HALF,
      marginBottom: -(ANCHOR + ROW_GAP + WIDTH),
    },
    arrow: {
      '&::after': {
        content: '""',
        position: 'absolute',
        right: 0,
        top: -(WIDTH + 4),
        borderLeft: '7px solid currentColor',
        borderTop: '5px solid transparent',
        borderBottom: '5px solid transparent',
      },
    },
    long: { justifySelf: 'stretch' },
  }),
  { name: 'SlipwayConnectionLine' },
);

/** The line from an environment to one that promotes from it. Cards say the same in words. */
export function ConnectionLine(
  props: Connection & {
    /** Whether a version is on its way. */
    isMoving: boolean;
  },
) {
  const { from, to, isMoving } = props;
  const classes = useStyles();
  const isStraight = from.row === to.row;
  /** Where the last part begins, left of the card. */
  const start = isStraight ? COLUMN_GAP : HALF;
  const skipped = to.column - from.column - 1;
  const line = (kinds: (keyof typeof classes)[], style: CSSProperties) => (
    <li
      key={kinds.join()}
      aria-hidden
      className={[...kinds, 'line' as const, isMoving && ('isMoving' as const)]
        .map(kind => kind && classes[kind])
        .filter(Boolean)
        .join(' ')}
      style={style}
    />
  );
  return (
    <>
      {!isStraight &&
        line(['horizontal'], {
          gridRow: from.row + 1,
          gridColumn: from.column + 2,
          marginLeft: -COLUMN_GAP,
          width: HALF + WIDTH,
        })}
      {!isStraight &&
        line(['vertical'], {
          gridRow: `${from.row + 1} / ${to.row + 1}`,
          gridColumn: from.column + 2,
        })}
      {skipped > 0 &&
        line(['horizontal', 'long'], {
          gridRow: to.row + 1,
          gridColumn: `${from.column + 2} / span ${skipped}`,
          marginLeft: -start,
        })}
      {line(['horizontal', 'arrow'], {
        gridRow: to.row + 1,
        gridColumn: to.column + 1,
        marginLeft: skipped > 0 ? -COLUMN_GAP : -start,
        width: skipped > 0 ? COLUMN_GAP : start,
      })}
    </>
  );
}
