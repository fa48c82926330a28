import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      margin: 0,
      padding: 0,
      listStyle: 'none',
      ...theme.typography.caption,
      color: theme.palette.text.secondary,
    },
    key: { verticalAlign: 'middle', marginRight: theme.spacing(0.5) },
  }),
  { name: 'SlipwayChartLegend' },
);

/** Explains a chart's lines, as a list. Its children are `li`. */
export function ChartLegend(props: { children: ReactNode }) {
  const classes = useStyles();
  return <ul className={classes.root}>{props.children}</ul>;
}

/** A short piece of a chart's line, before the text that explains it. */
export function LineKey(props: { colour: string; dashes?: string }) {
  const classes = useStyles();
  return (
    <svg width={24} height={4} className={classes.key} aria-hidden>
      <line
        x1={0}
        x2={24}
        y1={2}
        y2={2}
        stroke={props.colour}
        strokeWidth={2}
        strokeDasharray={props.dashes}
      />
    </svg>
  );
}
