import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  type DoraContextOptions,
  createDoraContext,
} from '../deliveryMetrics/api/doraContext';
import { registerGetDoraMetrics } from './getDoraMetrics';
import { registerListDoraRows } from './listDoraRows';

/** Offers the questions about the delivery metrics as actions, as `registerActions` does for those about deployments. */
export function registerDoraActions(
  registry: ActionsRegistryService,
  options: DoraContextOptions,
): void {
  const action = { registry, ...createDoraContext(options) };
  registerGetDoraMetrics(action);
  registerListDoraRows(action);
}
