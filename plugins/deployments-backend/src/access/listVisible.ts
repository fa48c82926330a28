import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { DeploymentFilter } from '../domain/model/filters';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import type { Caller } from '../application/caller';
import type { DeploymentState } from '../domain/deployment/state';
import { type Grant, isGranted } from './grants';
import type { ApiContext } from './apiContext';
import { hideSourceInState } from './hidePromotionSource';
import {
  type FoundDeployment,
  resourceOfDeployment,
  requestReadGrant,
} from './authorize';

/** Limits the work for a reader with access to very little. They get a short page and a cursor. */
const MAX_ROUNDS = 10;

/**
 * Lists the deployments that the caller may read, of services that the catalog shows them. The database filters by
 * permission. Afterwards, deployments of services that the catalog hides are dropped, and more rows are read to fill the page.
 */
export async function listVisible(
  api: ApiContext,
  caller: Caller,
  filter: Omit<DeploymentFilter, 'allowed'>,
): Promise<{ items: DeploymentState[]; nextCursor?: string }> {
  return listSelected(
    api,
    caller,
    await requestReadGrant(api, caller),
    filter,
    ({ state }) => state,
  );
}

/** Like {@link listVisible}, but converts what it lists, and drops what `select` returns `undefined` for. */
export async function listSelected<T>(
  api: ApiContext,
  caller: Caller,
  grant: Grant,
  filter: Omit<DeploymentFilter, 'allowed'>,
  select: (found: FoundDeployment) => T | undefined,
): Promise<{ items: T[]; nextCursor?: string }> {
  const allowed = await toQueryCondition(api, grant, caller.credentials);
  const items: T[] = [];
  let cursor = filter.cursor;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const page = await api.reads.list({
      ...filter,
      allowed,
      cursor,
      limit: filter.limit - items.length,
    });
    const visible = await findVisible(api, caller, grant, page.items);
    for (const found of visible) {
      const selected = select(found);
      if (selected !== undefined) items.push(selected);
    }
    cursor = page.nextCursor;
    if (!cursor || items.length >= filter.limit) break;
  }
  return { items, nextCursor: cursor };
}

async function findVisible(
  api: ApiContext,
  caller: Caller,
  grant: Grant,
  states: DeploymentState[],
): Promise<FoundDeployment[]> {
  const services = await api.services.findAll(
    states.map(({ service }) => service),
    caller.credentials,
  );
  return states.flatMap(state => {
    const service = services.get(state.service);
    const serviceEnvironment =
      service && resourceOfDeployment(api, service, state);
    return serviceEnvironment && isGranted(grant, serviceEnvironment)
      ? [
          {
            state: hideSourceInState(state, {
              model: api.model,
              grant,
              service,
            }),
            service,
            serviceEnvironment,
          },
        ]
      : [];
  });
}

/**
 * Converts a grant to a database condition; `undefined` if no condition applies. Rows store the owner at the time of the
 * deployment, but permissions apply to today's owner. So owner conditions become lists of services.
 */
export async function toQueryCondition(
  api: ApiContext,
  grant: Grant,
  credentials: BackstageCredentials,
): Promise<ServiceEnvironmentCondition | undefined> {
  if (grant.where !== 'some') return undefined;
  const resolve = async (
    condition: ServiceEnvironmentCondition,
  ): Promise<ServiceEnvironmentCondition> => {
    if ('anyOf' in condition) {
      return { anyOf: await Promise.all(condition.anyOf.map(resolve)) };
    }
    if ('allOf' in condition) {
      return { allOf: await Promise.all(condition.allOf.map(resolve)) };
    }
    if ('not' in condition) return { not: await resolve(condition.not) };
    if ('ownerIn' in condition) {
      return {
        serviceIn: await api.services.ownedBy(condition.ownerIn, credentials),
      };
    }
    return condition;
  };
  return resolve(grant.condition);
}
