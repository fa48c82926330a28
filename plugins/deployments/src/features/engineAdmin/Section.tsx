import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: { overflowWrap: 'anywhere' },
    title: { padding: theme.spacing(2, 2, 1) },
    empty: { padding: theme.spacing(0, 2, 2) },
  }),
  { name: 'SlipwayAdminSection' },
);

/** A titled part of the page, with a text for when it is empty. */
export function Section(props: {
  title: string;
  /** The text for an empty section. */
  empty?: string;
  isEmpty?: boolean;
  children: ReactNode;
}) {
  const { title, empty, isEmpty, children } = props;
  const classes = useStyles();
  return (
    <Paper component="section" aria-label={title} className={classes.root}>
      <Typography variant="h5" component="h2" className={classes.title}>
        {title}
      </Typography>
      {isEmpty ? (
        <Typography className={classes.empty} color="textSecondary">
          {empty}
        </Typography>
      ) : (
        children
      )}
    </Paper>
  );
}
