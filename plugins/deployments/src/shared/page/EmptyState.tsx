import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: theme.spacing(2),
      padding: theme.spacing(2),
      maxWidth: '80ch',
      overflowWrap: 'anywhere',
    },
    // Room to touch one link and not the next.
    action: { '& > * + *': { marginTop: theme.spacing(1) } },
  }),
  { name: 'SlipwayEmptyState' },
);

/**
 * Says why a page or a part of it has no content, and what to do. Backstage's component of this name always has a
 * heading of level 5, so screen readers announce a gap in the page's outline.
 */
export function EmptyState(props: {
  title: string;
  description?: string;
  action?: ReactNode;
  /** The heading: h1 if this is the whole page, otherwise one below the heading above it. */
  heading: 'h1' | 'h2' | 'h3';
}) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography variant="h5" component={props.heading}>
        {props.title}
      </Typography>
      {props.description && <Typography>{props.description}</Typography>}
      {props.action && <div className={classes.action}>{props.action}</div>}
    </div>
  );
}
