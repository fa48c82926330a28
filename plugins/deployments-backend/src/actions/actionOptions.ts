import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ApiContext } from '../access/apiContext';
import { type UserCaller, requirePerson } from '../access/resolveCaller';

/** What every action needs. */
export interface ActionOptions {
  registry: ActionsRegistryService;
  api: ApiContext;
}

/**
 * The user in whose name an action runs. Agents act with the rights of the user whose token they send. Throws
 * NotAllowedError for services.
 */
export async function requireActingUser(
  api: ApiContext,
  credentials: BackstageCredentials,
): Promise<UserCaller> {
  const caller = await api.resolveCaller(credentials, { via: 'action' });
  return requirePerson(caller, 'This action');
}

/** The entity ref of a service that may be given as the plain name of a component, e.g. `checkout`. */
export function toServiceRef(service: string): string {
  return toEntityRef(service, 'component');
}

/** Like {@link toServiceRef}, for entities of another kind. */
export function toEntityRef(name: string, kind: string): string {
  return name.includes(':') ? name : `${kind}:${name}`;
}
