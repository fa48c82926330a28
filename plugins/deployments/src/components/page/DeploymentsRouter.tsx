import { Content } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { PageLayout, type IconElement } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { rootRouteRef } from '../../routes';
import { DeploymentPage } from '../deployment/DeploymentPage';

/** A tab of the page, handed in so that other features can add theirs. */
export interface PageTab {
  path: string;
  title: string;
  icon?: IconElement;
  element: ReactNode;
}

const useStyles = makeStyles(
  // The page's header above keeps its distance already.
  { deployment: { '&&': { paddingTop: 0 } } },
  { name: 'SlipwayDeploymentsRouter' },
);

function RoutedDeployment() {
  const { id = '' } = useParams();
  const classes = useStyles();
  return (
    <Content className={classes.deployment}>
      <DeploymentPage key={id} id={id} />
    </Content>
  );
}

/** The page of the new frontend system: its tabs, and a deployment under its id. */
export function DeploymentsRouter(props: {
  title: string;
  icon: IconElement;
  tabs: PageTab[];
}) {
  const { title, icon, tabs } = props;
  const root = useRouteRef(rootRouteRef)();
  const frame = { title, icon, titleLink: root };
  return (
    <Routes>
      {tabs.length > 0 && (
        <Route index element={<Navigate to={tabs[0].path} replace />} />
      )}
      {tabs.map(tab => (
        <Route
          key={tab.path}
          path={`${tab.path}/*`}
          element={
            <PageLayout
              {...frame}
              tabs={tabs.map(({ path, title: label, icon: tabIcon }) => ({
                id: path,
                label,
                icon: tabIcon,
                href: `${root}/${path}`,
              }))}
            >
              {tab.element}
            </PageLayout>
          }
        />
      ))}
      <Route
        path=":id"
        element={
          <PageLayout {...frame}>
            <RoutedDeployment />
          </PageLayout>
        }
      />
    </Routes>
  );
}
