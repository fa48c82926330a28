import {
  type DriftItem,
  deploymentOverridePermission,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import { requireReadGrant } from '../../access/authorize';
import { buildReadablePredicate } from '../../access/catalogPredicates';
import { canonicalServiceRef, toResource } from '../../access/catalogServices';
import { type Grants, isGranted } from '../../access/grants';
import { toQueryCondition } from '../../access/listVisible';
import type { Caller } from '../../application/caller';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type {
  DriftRow,
  ServiceEnvironmentCondition,
} from '../../domain/model/serviceEnvironment';
import { toDriftView } from './driftView';

/** Limits the work for a reader who sees few of the services. They get a short page and a cursor. */
const MAX_ROUNDS = 10;

/** Lists drift that the caller may read, as last observed. Calls no target. */
export async function listDrift(
  api: ApiContext,
  caller: Caller,
  criteria: {
    owner?: string[];
    environment?: string;
    deployed?: boolean;
    limit: number;
    cursor?: string;
  },
): Promise<{ items: DriftItem[]; nextCursor?: string }> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
    deploymentOverridePermission,
  ]);
  const grant = requireReadGrant(grants);
  const environments = findEnvironments(api, criteria.environment).filter(
    environment => buildReadablePredicate(grant, [environment]) !== false,
  );
  const allowed = await buildCondition(api, caller, grants, criteria.owner);
  const items: DriftItem[] = [];
  let { cursor } = criteria;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const page = await api.reads.drift({
      environments: environments.map(({ name }) => name),
      allowed,
      deployed: criteria.deployed,
      cursor,
      limit: criteria.limit - items.length,
    });
    items.push(
      ...(await toVisible(api, caller, grants, environments, page.items)),
    );
    cursor = page.nextCursor;
    // An empty page with a cursor has compared as many rows as one request should.
    const hasSearchedEnough = page.items.length === 0;
    if (!cursor || hasSearchedEnough || items.length >= criteria.limit) break;
  }
  return { items, nextCursor: cursor };
}

function findEnvironments(
  api: ApiContext,
  name: string | undefined,
): EnvironmentModel[] {
  const { environments } = api.model;
  return name === undefined
    ? environments
    : environments.filter(environment => environment.name === name);
}

/** Builds what the database can decide: the caller's permissions and the owners. */
async function buildCondition(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  owners: string[] | undefined,
): Promise<ServiceEnvironmentCondition | undefined> {
  const readable = await toQueryCondition(
    api,
    grants.of(deploymentReadPermission),
    caller.credentials,
  );
  const parts = [
    ...(readable ? [replaceTiers(readable, api.model.environments)] : []),
    ...(owners
      ? [
          {
            serviceIn: await api.services.ownedBy(
              owners.map(owner => canonicalServiceRef(owner, 'owner')),
              caller.credentials,
            ),
          },
        ]
      : []),
  ];
  return parts.length === 0 ? undefined : { allOf: parts };
}

/** Replaces conditions on tiers by the names of the environments with these tiers. */
function replaceTiers(
  condition: ServiceEnvironmentCondition,
  environments: EnvironmentModel[],
): ServiceEnvironmentCondition {
  const replace = (part: ServiceEnvironmentCondition) =>
    replaceTiers(part, environments);
  if ('anyOf' in condition) return { anyOf: condition.anyOf.map(replace) };
  if ('allOf' in condition) return { allOf: condition.allOf.map(replace) };
  if ('not' in condition) return { not: replace(condition.not) };
  if ('tierIn' in condition) {
    const { tierIn } = condition;
    return {
      environmentIn: environments
        .filter(({ tier }) => tierIn.includes(tier))
        .map(({ name }) => name),
    };
  }
  return condition;
}

/** Drops services that the catalog does not show to the caller, or no longer has. */
async function toVisible(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  environments: EnvironmentModel[],
  rows: DriftRow[],
): Promise<DriftItem[]> {
  const services = await api.services.findAll(
    rows.map(({ service }) => service),
    caller.credentials,
  );
  return rows.flatMap(row => {
    const service = services.get(row.service);
    const environment = environments.find(
      ({ name }) => name === row.environment,
    );
    if (!service || !environment) return [];
    const serviceEnvironment = toResource(service, environment);
    const grant = grants.of(deploymentReadPermission);
    if (!isGranted(grant, serviceEnvironment)) return [];
    return toDriftView({
      row,
      service,
      environment,
      providers: api.providers,
      // Only people can resolve drift.
      mayResolve:
        caller.user !== undefined &&
        grants.has(deploymentOverridePermission, serviceEnvironment),
    });
  });
}
