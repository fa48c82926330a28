import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState, type ReactNode } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { DefinitionLink } from '../definitions/DefinitionLink';
import type { DefinitionId } from '../definitions/parseDefinition';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      minWidth: 0,
      overflowWrap: 'anywhere',
    },
    head: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    note: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayDoraPanel' },
);

/** A titled part of the page. */
export function Panel(props: {
  title: string;
  note?: ReactNode;
  level?: 'h2' | 'h4';
  /** The definition of what the panel shows. */
  definition?: DefinitionId;
  children: ReactNode;
}) {
  const { title, note, level = 'h4', definition, children } = props;
  const classes = useStyles();
  const [id] = useState(uniqueId);
  return (
    <Paper component="section" className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography
          variant={level === 'h2' ? 'h5' : 'subtitle1'}
          component={level}
          id={id}
        >
          {title}
        </Typography>
        {definition && <DefinitionLink definition={definition} name={title} />}
      </div>
      {note && (
        <Typography
          variant="body2"
          component="div"
          className={classes.note}
          gutterBottom
        >
          {note}
        </Typography>
      )}
      {children}
    </Paper>
  );
}
