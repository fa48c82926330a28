import { useRouteRef } from '@backstage/core-plugin-api';
import { PageLayout, type IconElement } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { ADMIN_PATH, rootRouteRef } from '../../routes';
import { useMaySeeEngine } from '../admin/useMaySeeEngine';
import { DeploymentPage } from '../deployment/DeploymentPage';
import { PageTitle } from './PageTitle';
import { TabContent } from './TabContent';

/** A tab of the page, handed in so that other features can add theirs. */
export interface PageTab {
  path: string;
  title: string;
  icon?: IconElement;
  element: ReactNode;
}

function RoutedDeployment() {
  const { id = '' } = useParams();
  return (
    <TabContent>
      <DeploymentPage key={id} id={id} />
    </TabContent>
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
  const maySeeEngine = useMaySeeEngine();
  const shownBeside = (current: PageTab) =>
    tabs.filter(
      tab => tab.path !== ADMIN_PATH || tab === current || maySeeEngine,
    );
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
              tabs={shownBeside(tab).map(
                ({ path, title: label, icon: tabIcon }) => ({
                  id: path,
                  label,
                  icon: tabIcon,
                  href: `${root}/${path}`,
                }),
              )}
            >
              <PageTitle title={`${tab.title} | ${title}`} />
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
