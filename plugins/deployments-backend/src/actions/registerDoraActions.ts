import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  type DoraContextOptions,
  createDoraContext,
} from '../deliveryMetrics/api/doraContext';
import { registerGetDoraMetrics } from './getDoraMetrics';
import { registerListDoraRows } from './listDoraRows';

/** Registers the operations of the delivery metrics as actions. */
export function registerDoraActions(
  registry: ActionsRegistryService,
  options: DoraContextOptions,
): void {
  const action = { registry, ...createDoraContext(options) };
  registerGetDoraMetrics(action);
  registerListDoraRows(action);
}
