import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState, type ReactNode } from 'react';
import { uniqueId } from '../../api/uniqueId';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      minWidth: 0,
      overflowWrap: 'anywhere',
    },
    note: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayDoraPanel' },
);

/** A titled part of the page. */
export function Panel(props: {
  title: string;
  note?: ReactNode;
  level?: 'h2' | 'h4';
  children: ReactNode;
}) {
  const { title, note, level = 'h4', children } = props;
  const classes = useStyles();
  const [id] = useState(uniqueId);
  return (
    <Paper component="section" className={classes.root} aria-labelledby={id}>
      <Typography
        variant={level === 'h2' ? 'h5' : 'subtitle1'}
        component={level}
        id={id}
      >
        {title}
      </Typography>
      {note && (
        <Typography variant="body2" className={classes.note} gutterBottom>
          {note}
        </Typography>
      )}
      {children}
    </Paper>
  );
}
