import { AlertNotifier } from '../../notifications/AlertNotifier';
import { EntityDora } from '../deliveryMetrics/page/EntityDora';
import { DeploymentsCard } from '../serviceDeployments/DeploymentsCard';
import { EntityDeployments } from '../serviceDeployments/EntityDeployments';

/** The deployments tab for classic apps, whose entity pages have no content frame of their own. */
export function LegacyEntityDeployments() {
  return (
    <AlertNotifier>
      <EntityDeployments />
    </AlertNotifier>
  );
}

/** The overview card for classic apps. */
export function LegacyDeploymentsCard() {
  return (
    <AlertNotifier>
      <DeploymentsCard />
    </AlertNotifier>
  );
}

/** The tab with metrics and incidents for classic apps. */
export function LegacyEntityDora() {
  return (
    <AlertNotifier>
      <EntityDora />
    </AlertNotifier>
  );
}
