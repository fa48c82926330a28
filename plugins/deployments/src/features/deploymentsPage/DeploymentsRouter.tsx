import { Content } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PageLayout, type IconElement } from '@backstage/frontend-plugin-api';
import { memo, useMemo, type ReactNode } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import {
  ADMIN_PATH,
  ANALYSES_PATH,
  BATCH_PATH,
  COMPARE_PATH,
  TROUBLESHOOTING_PATH,
} from '../../routes/pagePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { pageMessages } from '../../i18n/pages';
import { rootRouteRef } from '../../routes/routeRefs';
import { useMaySeeEngine } from '../../hooks/useMaySeeEngine';
import { ReplayPage } from '../analysisReplay/ReplayPage';
import { DeploymentPage } from '../deploymentDetails/DeploymentPage';
import { Troubleshooting } from '../troubleshooting/Troubleshooting';
import { NotFoundPage } from '../../shared/page/NotFoundPage';
import { PageTitle } from '../../shared/page/PageTitle';
import { LazyBatch, LazyComparison } from './lazyPages';
import { UpLink } from './UpLink';

/** A tab of the page. Tabs are passed in, so that other features can add theirs. */
export interface PageTab {
  path: string;
  title: string;
  icon?: IconElement;
  element: ReactNode;
}

function RoutedDeployment() {
  const { id = '' } = useParams();
  return <DeploymentPage key={id} id={id} />;
}

function RoutedReplay() {
  const { name = '' } = useParams();
  return <ReplayPage key={name} name={name} />;
}

// Stable elements, because a memoized page would render again for new ones.
const ROUTED_DEPLOYMENT = <RoutedDeployment />;
const ROUTED_REPLAY = <RoutedReplay />;
const COMPARISON = <LazyComparison />;
const BATCH = <LazyBatch />;
const TROUBLESHOOTING = <Troubleshooting />;
const NOT_FOUND = <NotFoundPage isPage />;

/** The frame of all pages. */
interface Frame {
  title: string;
  icon: IconElement;
  root: string;
}

/**
 * Memoized, without anything that changes with the address: Backstage creates a new component whenever a page's layout
 * renders, so everything below it would lose its state and reload with each change of a filter.
 */
const TabPage = memo(
  (props: Frame & { tab: PageTab; tabs: PageTab[]; maySeeEngine: boolean }) => {
    const { title, icon, root, tab, tabs, maySeeEngine } = props;
    const shown = tabs.filter(
      ({ path }) => path !== ADMIN_PATH || path === tab.path || maySeeEngine,
    );
    return (
      <PageLayout
        title={title}
        icon={icon}
        titleLink={root}
        tabs={shown.map(({ path, title: label, icon: tabIcon }) => ({
          id: path,
          label,
          icon: tabIcon,
          href: `${root}/${path}`,
        }))}
      >
        <PageTitle title={`${tab.title} | ${title}`} />
        <main>{tab.element}</main>
      </PageLayout>
    );
  },
);

/**
 * A page about one thing, with its own heading. Backstage's header would make the plugin's name the first heading.
 */
const PageOfOne = memo((props: Frame & { children: ReactNode }) => (
  <PageLayout title={props.title} icon={props.icon} noHeader>
    <main>
      <Content>
        <UpLink title={props.title} to={props.root} />
        {props.children}
      </Content>
    </main>
  </PageLayout>
));

const TAB_PATHS = [
  'services',
  'needs-you',
  'activity',
  'drift',
  'dora',
  'admin',
] as const;

/** Translates the titles of the plugin's own tabs, unless the app has given them others. */
function useTranslatedTabs(tabs: PageTab[]): PageTab[] {
  const { t } = useTranslation();
  return useMemo(
    () =>
      tabs.map(tab => {
        const own = TAB_PATHS.find(
          path => path === tab.path && tab.title === pageMessages.page[path],
        );
        return own ? { ...tab, title: t(`page.${own}`) } : tab;
      }),
    [tabs, t],
  );
}

/** The page for the new frontend system: its tabs, and a deployment's page under its id. */
export function DeploymentsRouter(props: {
  title: string;
  icon: IconElement;
  tabs: PageTab[];
}) {
  const { title, icon } = props;
  const tabs = useTranslatedTabs(props.tabs);
  const root = useRouteRef(rootRouteRef)();
  const frame = { title, icon, root };
  const maySeeEngine = useMaySeeEngine();
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
            <TabPage
              {...frame}
              tab={tab}
              tabs={tabs}
              maySeeEngine={maySeeEngine}
            />
          }
        />
      ))}
      <Route
        path={TROUBLESHOOTING_PATH}
        element={<PageOfOne {...frame}>{TROUBLESHOOTING}</PageOfOne>}
      />
      <Route
        path={COMPARE_PATH}
        element={<PageOfOne {...frame}>{COMPARISON}</PageOfOne>}
      />
      <Route
        path={BATCH_PATH}
        element={<PageOfOne {...frame}>{BATCH}</PageOfOne>}
      />
      <Route
        path={`${ANALYSES_PATH}/:name`}
        element={<PageOfOne {...frame}>{ROUTED_REPLAY}</PageOfOne>}
      />
      <Route
        path=":id"
        element={<PageOfOne {...frame}>{ROUTED_DEPLOYMENT}</PageOfOne>}
      />
      <Route path="*" element={<PageOfOne {...frame}>{NOT_FOUND}</PageOfOne>} />
    </Routes>
  );
}
