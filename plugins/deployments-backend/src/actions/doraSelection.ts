import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { DoraContext } from '../deliveryMetrics/api/doraContext';
import type { RequestedSelection } from '../deliveryMetrics/api/readSelection';
import { toEntityRef, serviceRef } from './actionOptions';
import type { ActionZod } from './schemas';

/** What actions about the delivery metrics are made with. */
export interface DoraActionOptions extends DoraContext {
  registry: ActionsRegistryService;
}

/** What a question can be about, as the API's own. */
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
    .describe('Tier of the environments that count; production when absent'),
  from: z
    .string()
    .max(10)
    .optional()
    .describe('First day, as 2026-01-31; absent: 90 days or as configured'),
  to: z
    .string()
    .max(10)
    .optional()
    .describe('Last day, inclusive; absent: today'),
  timeZone: z
    .string()
    .max(100)
    .optional()
    .describe('IANA name of the zone whose days are counted'),
  ownership: z
    .enum(['then', 'today'])
    .optional()
    .describe('Owners as of each deployment (then), or as of today'),
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
    ...(service ? { service: serviceRef(service) } : {}),
  };
}
