import { Content, Header, HeaderTabs, Page } from '@backstage/core-components';
import type { ReactNode } from 'react';
import {
  Navigate,
  Route,
  Routes,
  useNavigate,
  useParams,
} from 'react-router-dom';
import { AlertNotifier } from '../../notifications/AlertNotifier';
import {
  ACTIVITY_PATH,
  ADMIN_PATH,
  ANALYSES_PATH,
  BATCH_PATH,
  COMPARE_PATH,
  DORA_PATH,
  DRIFT_PATH,
  NEEDS_YOU_PATH,
  SERVICES_PATH,
  TROUBLESHOOTING_PATH,
} from '../../routes/pagePaths';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { AdminPage } from '../engineAdmin/AdminPage';
import { useMaySeeEngine } from '../../hooks/useMaySeeEngine';
import { ReplayPage } from '../analysisReplay/ReplayPage';
import { DeploymentPage } from '../deploymentDetails/DeploymentPage';
import { DoraPages } from '../deliveryMetrics/page/DoraPages';
import { FleetDrift } from '../fleetDrift/FleetDrift';
import { Activity } from '../history/Activity';
import { NeedsYou } from '../needsYou/NeedsYou';
import { ServicesGrid } from '../serviceList/ServicesGrid';
import { Troubleshooting } from '../troubleshooting/Troubleshooting';
import { NotFoundPage } from '../../shared/page/NotFoundPage';
import { PageTitle } from '../../shared/page/PageTitle';
import { LazyBatch, LazyComparison } from './lazyPages';
import { UpLink } from './UpLink';

const TABS = [
  SERVICES_PATH,
  NEEDS_YOU_PATH,
  ACTIVITY_PATH,
  DRIFT_PATH,
  DORA_PATH,
  ADMIN_PATH,
] as const;

function Tab(props: { tab: (typeof TABS)[number]; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { root } = usePaths();
  const maySeeEngine = useMaySeeEngine();
  const tabs = TABS.filter(
    id => id !== ADMIN_PATH || id === props.tab || maySeeEngine,
  );
  return (
    <>
      <Header title={t('page.title')} />
      <PageTitle title={`${t(`page.${props.tab}`)} | ${t('page.title')}`} />
      <HeaderTabs
        tabs={tabs.map(id => ({ id, label: t(`page.${id}`) }))}
        selectedIndex={tabs.indexOf(props.tab)}
        onChange={index => navigate(`${root}/${tabs[index]}`)}
      />
      <Content>{props.children}</Content>
    </>
  );
}

/** A page about one thing, with its own heading. */
function PageOfOne(props: { children: ReactNode }) {
  const { t } = useTranslation();
  const { root } = usePaths();
  return (
    <Content>
      <UpLink title={t('page.title')} to={root} />
      {props.children}
    </Content>
  );
}

function RoutedDeployment() {
  const { id = '' } = useParams();
  return (
    <PageOfOne>
      <DeploymentPage key={id} id={id} />
    </PageOfOne>
  );
}

function RoutedReplay() {
  const { name = '' } = useParams();
  return (
    <PageOfOne>
      <ReplayPage key={name} name={name} />
    </PageOfOne>
  );
}

/** The page for classic apps. */
export function LegacyDeploymentsPage() {
  return (
    <AlertNotifier>
      <Page themeId="tool">
        <Routes>
          <Route path="/" element={<Navigate to={SERVICES_PATH} replace />} />
          <Route
            path={SERVICES_PATH}
            element={
              <Tab tab={SERVICES_PATH}>
                <ServicesGrid />
              </Tab>
            }
          />
          <Route
            path={NEEDS_YOU_PATH}
            element={
              <Tab tab={NEEDS_YOU_PATH}>
                <NeedsYou />
              </Tab>
            }
          />
          <Route
            path={ACTIVITY_PATH}
            element={
              <Tab tab={ACTIVITY_PATH}>
                <Activity />
              </Tab>
            }
          />
          <Route
            path={DRIFT_PATH}
            element={
              <Tab tab={DRIFT_PATH}>
                <FleetDrift />
              </Tab>
            }
          />
          <Route
            path={`${DORA_PATH}/*`}
            element={
              <Tab tab={DORA_PATH}>
                <DoraPages />
              </Tab>
            }
          />
          <Route
            path={ADMIN_PATH}
            element={
              <Tab tab={ADMIN_PATH}>
                <AdminPage />
              </Tab>
            }
          />
          <Route
            path={TROUBLESHOOTING_PATH}
            element={
              <PageOfOne>
                <Troubleshooting />
              </PageOfOne>
            }
          />
          <Route
            path={COMPARE_PATH}
            element={
              <PageOfOne>
                <LazyComparison />
              </PageOfOne>
            }
          />
          <Route
            path={BATCH_PATH}
            element={
              <PageOfOne>
                <LazyBatch />
              </PageOfOne>
            }
          />
          <Route path={`${ANALYSES_PATH}/:name`} element={<RoutedReplay />} />
          <Route path=":id" element={<RoutedDeployment />} />
          <Route
            path="*"
            element={
              <PageOfOne>
                <NotFoundPage isPage />
              </PageOfOne>
            }
          />
        </Routes>
      </Page>
    </AlertNotifier>
  );
}
