import MuiDialog, { type DialogProps } from '@material-ui/core/Dialog';
import { makeStyles } from '@material-ui/core/styles';
import { PageTitle } from '../page/PageTitle';

const useStyles = makeStyles(
  theme => ({
    paper: {
      '&:focus': { outline: 'none' },
      // Labels contain the names of versions and services, which can be long.
      '& .MuiDialogActions-root': {
        flexWrap: 'wrap',
        gap: theme.spacing(1),
        overflowWrap: 'anywhere',
      },
      '& .MuiDialogActions-spacing > :not(:first-child)': { marginLeft: 0 },
    },
    // In the middle, a dialog that grows would move what somebody is about to press.
    top: { alignItems: 'flex-start' },
  }),
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
export function Dialog(
  props: Omit<DialogProps, 'PaperProps' | 'ref'> & {
    /** The browser tab's title while the dialog is open. For dialogs that a link opens. */
    pageTitle?: string;
  },
) {
  const { pageTitle, children, ...others } = props;
  const classes = useStyles();
  return (
    <MuiDialog
      {...others}
      classes={{ scrollPaper: classes.top }}
      PaperProps={{
        tabIndex: -1,
        ref: takeFocus,
        className: classes.paper,
      }}
    >
      {pageTitle && <PageTitle title={pageTitle} />}
      {children}
    </MuiDialog>
  );
}
