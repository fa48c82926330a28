import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      flexGrow: 1,
      minWidth: 0,
      overflowWrap: 'anywhere',
      paddingLeft: theme.spacing(2),
    },
  }),
  { name: 'SlipwayWhyDisabled' },
);

/** Explains beside a dialog's button why it is disabled, and announces changes. The button refers to it by id. */
export function DisabledReason(props: { id: string; why: string | undefined }) {
  const classes = useStyles();
  return (
    <Typography
      id={props.id}
      variant="body2"
      color="textSecondary"
      role="status"
      className={classes.root}
    >
      {props.why}
    </Typography>
  );
}
