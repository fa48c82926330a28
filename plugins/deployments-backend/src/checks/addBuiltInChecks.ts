import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { httpCheck } from './httpCheck';
import { jsonCheck } from './jsonCheck';
import { targetCheck } from './targetCheck';

/** Adds the check providers that come with the plugin. */
export function addBuiltInChecks({
  addCheckProvider,
}: Pick<DeploymentsExtensionPoint, 'addCheckProvider'>): void {
  addCheckProvider(httpCheck);
  addCheckProvider(jsonCheck);
  addCheckProvider(targetCheck);
}
