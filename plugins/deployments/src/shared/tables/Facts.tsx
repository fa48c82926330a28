import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'minmax(80px, auto) 1fr',
      gap: theme.spacing(0.5, 2),
      margin: theme.spacing(0, 0, 2),
      overflowWrap: 'anywhere',
      '& dt': { color: theme.palette.text.secondary, overflowWrap: 'normal' },
      '& dd': { margin: 0, minWidth: 0 },
    },
  }),
  { name: 'SlipwayFacts' },
);

/** What is known of one thing, fact by fact; what is not known is not there. */
export function Facts(props: { facts: [name: string, fact: ReactNode][] }) {
  const classes = useStyles();
  return (
    <dl className={classes.root}>
      {props.facts
        .filter(([, fact]) => fact)
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
