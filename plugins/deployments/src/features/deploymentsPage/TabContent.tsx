import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { usePaths } from '../../routes/usePaths';
import { ExactPath } from '../../shared/page/ExactPath';

const useStyles = makeStyles(
  // The page's header already leaves space.
  { root: { '&&': { paddingTop: 0 } } },
  { name: 'SlipwayTabContent' },
);

/** The content below the page header of the new frontend system. */
export function TabContent(props: {
  /** The tab's path, if there are no pages below it. */
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
