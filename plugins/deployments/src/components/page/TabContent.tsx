import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(
  // The page's header above keeps its distance already.
  { root: { '&&': { paddingTop: 0 } } },
  { name: 'SlipwayTabContent' },
);

/** What stands below the header of a page of the new frontend system. */
export function TabContent(props: { children: ReactNode }) {
  const classes = useStyles();
  return <Content className={classes.root}>{props.children}</Content>;
}
