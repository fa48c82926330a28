import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'minmax(80px, auto) minmax(60%, 1fr)',
      gap: theme.spacing(0.5, 2),
      margin: theme.spacing(0, 0, 2),
      overflowWrap: 'anywhere',
      '& dt': { color: theme.palette.text.secondary, overflowWrap: 'normal' },
      '& dd': { margin: 0, minWidth: 0 },
    },
  }),
  { name: 'SlipwayFacts' },
);

/** Named facts about one thing. A fact without a value is left out. */
export function Facts(props: {
  facts: [name: string, fact: ReactNode][];
  className?: string;
}) {
  const { facts, className } = props;
  const classes = useStyles();
  return (
    <dl className={className ? `${classes.root} ${className}` : classes.root}>
      {facts
        .filter(([, fact]) => fact || fact === 0)
        .map(([name, fact]) => (
          <Fact key={name} name={name}>
            {fact}
          </Fact>
        ))}
    </dl>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
