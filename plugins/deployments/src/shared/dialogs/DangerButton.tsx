import Button, { type ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    outlined: {
      color: theme.palette.error.main,
      borderColor: theme.palette.error.main,
    },
    contained: {
      color: theme.palette.error.contrastText,
      backgroundColor: theme.palette.error.main,
      '&:hover': { backgroundColor: theme.palette.error.dark },
    },
  }),
  { name: 'SlipwayDangerButton' },
);

/** A button for a destructive action. Its label says so; the colour only repeats it. */
export function DangerButton(props: ButtonProps) {
  const { outlined, contained } = useStyles();
  return (
    <Button {...props} color="default" classes={{ outlined, contained }} />
  );
}
