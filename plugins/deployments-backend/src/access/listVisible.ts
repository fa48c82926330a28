import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { DeploymentFilter } from '../domain/model/filters';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import type { Caller } from '../domain/model/caller';
import type { DeploymentState } from '../domain/deployment/state';
import { type Grant, holds } from './grants';
import type { ApiContext } from './apiContext';
import { resourceOfDeployment, requireSomeReading } from './guard';

/** A reader who may see next to nothing gets a short page and a cursor rather than a walk through all of history. */
const MAX_ROUNDS = 10;

/**
 * Deployments that the caller may read, of services that the catalog shows to the caller. The store narrows by permission;
 * what the catalog hides is left out of what it returns, and the page is filled up again.
 */
export async function listVisible(
  api: ApiContext,
  caller: Caller,
  filter: Omit<DeploymentFilter, 'allowed'>,
): Promise<{ items: DeploymentState[]; nextCursor?: string }> {
  const grant = await requireSomeReading(api, caller);
  const allowed = await getCondition(api, grant, caller.credentials);
  const items: DeploymentState[] = [];
  let cursor = filter.cursor;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const page = await api.reads.list({
      ...filter,
      allowed,
      cursor,
      limit: filter.limit - items.length,
    });
    items.push(...(await visible(api, caller, grant, page.items)));
    cursor = page.nextCursor;
    if (!cursor || items.length >= filter.limit) break;
  }
  return { items, nextCursor: cursor };
}

async function visible(
  api: ApiContext,
  caller: Caller,
  grant: Grant,
  states: DeploymentState[],
): Promise<DeploymentState[]> {
  const services = await api.services.findAll(
    states.map(({ service }) => service),
    caller.credentials,
  );
  return states.filter(state => {
    const service = services.get(state.service);
    return service && holds(grant, resourceOfDeployment(api, service, state));
  });
}

/** Rows know who owned a service when it was deployed; permissions ask who owns it now. */
export async function getCondition(
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
