import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ApiContext } from '../access/apiContext';
import { type UserCaller, requirePerson } from '../access/resolveCaller';

/** What every action is made with. */
export interface ActionOptions {
  registry: ActionsRegistryService;
  api: ApiContext;
}

/** An action is always somebody's: an agent acts with the rights, and in the name, of the user whose token it brings. */
export async function actingUser(
  api: ApiContext,
  credentials: BackstageCredentials,
): Promise<UserCaller> {
  const caller = await api.resolveCaller(credentials, { via: 'action' });
  return requirePerson(caller, 'Deploying through an action');
}

/** People say `checkout`; the catalog says `component:default/checkout`. */
export function serviceRef(service: string): string {
  return toEntityRef(service, 'component');
}

/** As {@link serviceRef}, for entities of another kind. */
export function toEntityRef(name: string, kind: string): string {
  return name.includes(':') ? name : `${kind}:${name}`;
}
