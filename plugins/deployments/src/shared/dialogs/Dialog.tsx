import MuiDialog, { type DialogProps } from '@material-ui/core/Dialog';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  { paper: { '&:focus': { outline: 'none' } } },
  { name: 'SlipwayDialog' },
);

function takeFocus(paper: HTMLElement | null) {
  // A field of it may already have the focus.
  if (paper && !paper.contains(document.activeElement)) {
    paper.focus();
  }
}

/**
 * Material UI's dialog, which focuses an element around it that has no role. Here the dialog itself takes the focus, so
 * that screen readers announce it.
 */
export function Dialog(props: Omit<DialogProps, 'PaperProps' | 'ref'>) {
  const classes = useStyles();
  return (
    <MuiDialog
      {...props}
      PaperProps={{
        tabIndex: -1,
        ref: takeFocus,
        className: classes.paper,
      }}
    />
  );
}
