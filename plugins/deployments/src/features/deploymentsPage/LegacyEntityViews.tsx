import { AlertNotifier } from '../../notifications/AlertNotifier';
import { EntityDora } from '../deliveryMetrics/page/EntityDora';
import { DeploymentsCard } from '../serviceDeployments/DeploymentsCard';
import { EntityDeployments } from '../serviceDeployments/EntityDeployments';

/** The tab of classic apps' entity pages, which bring their own content frame. */
export function LegacyEntityDeployments() {
  return (
    <AlertNotifier>
      <EntityDeployments />
    </AlertNotifier>
  );
}

/** The card of classic apps' entity pages. */
export function LegacyDeploymentsCard() {
  return (
    <AlertNotifier>
      <DeploymentsCard />
    </AlertNotifier>
  );
}

/** The tab with metrics and incidents. */
export function LegacyEntityDora() {
  return (
    <AlertNotifier>
      <EntityDora />
    </AlertNotifier>
  );
}
