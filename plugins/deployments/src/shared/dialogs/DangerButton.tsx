import Button, { type ButtonProps } from '@material-ui/core/Button';
import { darken, makeStyles } from '@material-ui/core/styles';
import { getErrorColor } from '../labels/readableColors';

const useStyles = makeStyles(
  theme => ({
    outlined: {
      color: getErrorColor(theme),
      borderColor: getErrorColor(theme),
    },
    contained: {
      color: theme.palette.getContrastText(getErrorColor(theme)),
      backgroundColor: getErrorColor(theme),
      '&:hover': { backgroundColor: darken(getErrorColor(theme), 0.1) },
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
