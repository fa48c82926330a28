import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { usePaths } from '../../routes/usePaths';
import { ExactPath } from '../../shared/page/ExactPath';

const useStyles = makeStyles(
  // The page's header above keeps its distance already.
  { root: { '&&': { paddingTop: 0 } } },
  { name: 'SlipwayTabContent' },
);

/** What stands below the header of a page of the new frontend system. */
export function TabContent(props: {
  /** Of the tab, if there is nothing below it. */
  path?: string;
  children: ReactNode;
}) {
  const { path, children } = props;
  const classes = useStyles();
  const { root } = usePaths();
  return (
    <Content className={classes.root}>
      {path ? (
        <ExactPath path={`${root}/${path}`}>{children}</ExactPath>
      ) : (
        children
      )}
    </Content>
  );
}
