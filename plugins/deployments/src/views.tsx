import type { ReactElement } from 'react';
import { TabContent } from './features/deploymentsPage/TabContent';
import type { DeploymentsRouter } from './features/deploymentsPage/DeploymentsRouter';
import { ToastNotifier } from './notifications/ToastNotifier';
import {
  ACTIVITY_PATH,
  ADMIN_PATH,
  DRIFT_PATH,
  NEEDS_YOU_PATH,
  SERVICES_PATH,
} from './routes/pagePaths';

/*
 * Loads what the plugin shows, each part when it is needed. Use it by `loadViews`: Backstage's bundler copies what several
 * parts use into each of them, except what is loaded before they are. That is what this module imports, above all the
 * plugin's texts.
 */

export async function loadDeploymentsPage(
  props: Parameters<typeof DeploymentsRouter>[0],
): Promise<ReactElement> {
  const { DeploymentsRouter: Router } = await import(
    './features/deploymentsPage/DeploymentsRouter'
  );
  return (
    <ToastNotifier>
      <Router {...props} />
    </ToastNotifier>
  );
}

export async function loadServices(): Promise<ReactElement> {
  const { ServicesGrid } = await import('./features/serviceList/ServicesGrid');
  return (
    <TabContent path={SERVICES_PATH}>
      <ServicesGrid />
    </TabContent>
  );
}

export async function loadNeedsYou(): Promise<ReactElement> {
  const { NeedsYou } = await import('./features/needsYou/NeedsYou');
  return (
    <TabContent path={NEEDS_YOU_PATH}>
      <NeedsYou />
    </TabContent>
  );
}

export async function loadNeedsYouRedirect(): Promise<ReactElement> {
  const { NeedsYouRedirect } = await import(
    './features/needsYou/NeedsYouRedirect'
  );
  return <NeedsYouRedirect />;
}

export async function loadActivity(): Promise<ReactElement> {
  const { Activity } = await import('./features/history/Activity');
  return (
    <TabContent path={ACTIVITY_PATH}>
      <Activity />
    </TabContent>
  );
}

export async function loadDrift(): Promise<ReactElement> {
  const { FleetDrift } = await import('./features/fleetDrift/FleetDrift');
  return (
    <TabContent path={DRIFT_PATH}>
      <FleetDrift />
    </TabContent>
  );
}

export async function loadDora(): Promise<ReactElement> {
  const { DoraPages } = await import(
    './features/deliveryMetrics/page/DoraPages'
  );
  return (
    <TabContent>
      <DoraPages />
    </TabContent>
  );
}

export async function loadAdmin(): Promise<ReactElement> {
  const { AdminPage } = await import('./features/engineAdmin/AdminPage');
  return (
    <TabContent path={ADMIN_PATH}>
      <AdminPage />
    </TabContent>
  );
}

export async function loadEntityDeployments(): Promise<ReactElement> {
  const { EntityDeployments } = await import(
    './features/serviceDeployments/EntityDeployments'
  );
  return (
    <ToastNotifier>
      <EntityDeployments />
    </ToastNotifier>
  );
}

export async function loadEntityDora(): Promise<ReactElement> {
  const { EntityDora } = await import(
    './features/deliveryMetrics/page/EntityDora'
  );
  return (
    <ToastNotifier>
      <EntityDora />
    </ToastNotifier>
  );
}

export async function loadDeploymentsCard() {
  return (await import('./features/serviceDeployments/DeploymentsCard'))
    .DeploymentsCard;
}

export async function loadDoraCard() {
  return (await import('./features/deliveryMetrics/summary/DoraCard')).DoraCard;
}

export async function loadHomeDora() {
  return (await import('./features/deliveryMetrics/summary/HomeDora')).HomeDora;
}

export async function loadHomeNeedsYou() {
  return (await import('./features/needsYou/HomeNeedsYou')).HomeNeedsYou;
}

export async function loadHomeMyServices() {
  return (await import('./features/homeWidgets/HomeMyServices')).HomeMyServices;
}

export async function loadHomeMyDeployments() {
  return (await import('./features/homeWidgets/HomeMyDeployments'))
    .HomeMyDeployments;
}

export async function loadCountedIcon() {
  return (await import('./features/needsYou/CountedIcon')).CountedIcon;
}

export async function loadNotificationToasts() {
  return (await import('./notifications/NotificationToasts'))
    .NotificationToasts;
}

export async function loadNeedsYouSidebarItem() {
  return (await import('./features/needsYou/NeedsYouSidebarItem'))
    .NeedsYouSidebarItem;
}

export async function loadLegacyDeploymentsPage() {
  return (await import('./features/deploymentsPage/LegacyDeploymentsPage'))
    .LegacyDeploymentsPage;
}

export async function loadLegacyEntityViews() {
  return import('./features/deploymentsPage/LegacyEntityViews');
}
