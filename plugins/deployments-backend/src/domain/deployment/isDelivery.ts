import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from './state';

/** Whether the delivery metrics count the deployment: it has ended and may have changed something. */
export function isDelivery(state: DeploymentState): boolean {
  return isTerminal(state.status) && state.mayHaveChanged;
}
