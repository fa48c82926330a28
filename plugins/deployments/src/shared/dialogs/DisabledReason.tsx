import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      // Next to the buttons if there is room for a few words, otherwise above them.
      flex: '1 1 12em',
      overflowWrap: 'anywhere',
      paddingLeft: theme.spacing(2),
      '&:empty': { flexBasis: 0, padding: 0 },
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
