import { makeStyles } from '@material-ui/core/styles';
import type { MouseEvent } from 'react';

const useStyles = makeStyles(theme => ({
  link: {
    position: 'fixed',
    top: theme.spacing(1),
    left: theme.spacing(1),
    zIndex: theme.zIndex.tooltip,
    padding: theme.spacing(1, 2),
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.primary,
    boxShadow: theme.shadows[4],
    // In sight for those only who come to it by keyboard.
    '&:not(:focus)': {
      width: 1,
      height: 1,
      padding: 0,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
      whiteSpace: 'nowrap',
    },
  },
}));

/** Where a page begins: its main landmark; pages of Backstage that have none begin with their article. */
const CONTENT = 'main, [role="main"], article';

function skip(event: MouseEvent) {
  event.preventDefault();
  const content = document.querySelector<HTMLElement>(CONTENT);
  if (content) {
    content.tabIndex = -1;
    content.focus();
  }
}

/** The first stop of the keyboard: past the navigation, which is the same on each page. */
export function SkipLink() {
  const classes = useStyles();
  return (
    // A landmark of its own: all that a page shows is in one.
    <nav aria-label="Skip links">
      <a href="#content" className={classes.link} onClick={skip}>
        Skip to content
      </a>
    </nav>
  );
}
