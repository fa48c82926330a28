import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { DoraContext } from '../deliveryMetrics/api/doraContext';
import type { RequestedSelection } from '../deliveryMetrics/api/readSelection';
import { toEntityRef, toServiceRef } from './actionOptions';
import type { ActionZod } from './schemas';

/** What the actions for the delivery metrics need. */
export interface DoraActionOptions extends DoraContext {
  registry: ActionsRegistryService;
}

/** The input that selects what metrics are about, the same as in the API. */
export const selectionInput = (z: ActionZod) => ({
  owner: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe(
      'The team: an entity ref such as group:default/payments, or the name of a group',
    ),
  system: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Entity ref or name of a system'),
  service: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Entity ref of a service, or the name of a component'),
  tier: z
    .enum(['production', 'staging', 'testing', 'development', 'other'])
    .optional()
    .describe('Tier of the environments that count. Default: production'),
  from: z
    .string()
    .max(10)
    .optional()
    .describe(
      'First day, e.g. 2026-01-31. Default: as configured, or 90 days ago',
    ),
  to: z
    .string()
    .max(10)
    .optional()
    .describe('Last day, inclusive. Default: today'),
  timeZone: z
    .string()
    .max(100)
    .optional()
    .describe('IANA name of the time zone that defines the days'),
  ownership: z
    .enum(['then', 'today'])
    .optional()
    .describe('Whether owners are as of each deployment (then) or as of today'),
});

export function toSelection({
  owner,
  system,
  service,
  ...rest
}: RequestedSelection): RequestedSelection {
  return {
    ...rest,
    ...(owner ? { owner: toEntityRef(owner, 'group') } : {}),
    ...(system ? { system: toEntityRef(system, 'system') } : {}),
    ...(service ? { service: toServiceRef(service) } : {}),
  };
}
