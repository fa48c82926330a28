import { InputError } from '@backstage/errors';
import type { FilterPredicate } from '@backstage/filter-predicates';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  type ComparedService,
  type EnvironmentComparison,
  deploymentCreatePermission,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import { requireReadGrant } from '../../access/authorize';
import {
  buildDeployablePredicate,
  buildReadablePredicate,
} from '../../access/catalogPredicates';
import {
  type Service,
  canonicalRef,
  canonicalServiceRef,
  describeService,
  toResource,
} from '../../access/catalogServices';
import type { Grants } from '../../access/grants';
import { hidePromotionSource } from '../../access/hidePromotionSource';
import {
  inSystemPredicate,
  ownedByPredicate,
} from '../../access/serviceDirectory';
import type { Caller } from '../../application/caller';
import type { ComparedVersions } from '../../application/versionService';
import { chooseGoldenPath } from '../../config/goldenPaths/chooseGoldenPath';
import type { DeploymentState } from '../../domain/deployment/state';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { findStartBlockers } from '../../domain/policy/startBlockers';
import { toOtherDeployment } from '../../planning/buildPlan';
import { listAheadOfRequest, sortQueue } from '../../domain/policy/queueOrder';
import { findSourceTitle } from '../../planning/observeSource';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import {
  BLOCKER_PERMISSIONS,
  explainBlockers,
} from '../deployments/explainBlockers';
import {
  compareByLag,
  findComparedState,
  toComparedServiceView,
} from './comparedServiceView';

/** Which services to compare, and in which environments. */
interface ComparisonCriteria {
  from: string;
  to: string;
  q?: string;
  service?: string[];
  owner?: string[];
  system?: string;
  limit: number;
}

/** A service in both environments. */
interface Pair {
  service: Service;
  from?: ServiceEnvironmentRow;
  to?: ServiceEnvironmentRow;
  /** The service in the environment that the promotion depends on. */
  source?: ServiceEnvironmentRow;
  compared?: ComparedVersions;
}

/**
 * Compares what the services that the caller can read run in two environments, those that are furthest behind first. Calls no
 * target, and the number of statements does not depend on the number of services but for their limit per statement.
 */
export async function compareEnvironments(
  api: ApiContext,
  caller: Caller,
  criteria: ComparisonCriteria,
): Promise<EnvironmentComparison> {
  const grants = await api.access.grants(caller.credentials, [
    ...new Set([
      deploymentReadPermission,
      deploymentCreatePermission,
      ...BLOCKER_PERMISSIONS,
    ]),
  ]);
  requireReadGrant(grants);
  const from = requireEnvironment(api, criteria.from, 'from');
  const to = requireEnvironment(api, criteria.to, 'to');
  if (from === to) {
    throw new InputError('from and to must be different environments');
  }
  const { services, totalItems } = await findServices(
    api,
    caller,
    grants,
    [from, to],
    criteria,
  );
  const refs = services.map(({ ref }) => ref);
  const [rows, latest] = await Promise.all([
    api.reads.serviceEnvironments(refs),
    api.reads.latest(refs),
  ]);
  const pairs = await addDiffs(
    api,
    services.map(service => toPair(service, rows, from, to)),
  );
  const items = await Promise.all(
    pairs.map(pair => toItem(api, caller, grants, to, pair, latest)),
  );
  return {
    from: toEnvironmentView(from, api.providers),
    to: toEnvironmentView(to, api.providers),
    items: items.sort(compareByLag),
    totalItems,
  };
}

function requireEnvironment(
  api: ApiContext,
  name: string,
  field: string,
): EnvironmentModel {
  const { environments } = api.model;
  const environment = environments.find(each => each.name === name);
  if (!environment) {
    throw new InputError(
      `${field}: There is no environment ${JSON.stringify(
        name,
      )}. Available: ${environments.map(each => each.name).join(', ')}`,
    );
  }
  return environment;
}

/** Finds the services that the caller can read in all of the environments. */
async function findServices(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  environments: EnvironmentModel[],
  { q, service, owner, system, limit }: ComparisonCriteria,
): Promise<{ services: Service[]; totalItems: number }> {
  const grant = grants.of(deploymentReadPermission);
  const readable = environments.map(environment =>
    buildReadablePredicate(grant, [environment]),
  );
  if (readable.includes(false)) return { services: [], totalItems: 0 };
  return api.services.query(
    {
      predicate: {
        $all: [
          buildDeployablePredicate(api.model),
          ...readable.flatMap(part =>
            typeof part === 'boolean' ? [] : [part],
          ),
          ...(service ? [namedPredicate(service)] : []),
          ...(owner
            ? [
                ownedByPredicate(
                  owner.map(ref => canonicalServiceRef(ref, 'owner')),
                ),
              ]
            : []),
          ...(system
            ? [
                inSystemPredicate(
                  canonicalRef(system, 'system', 'system:default/shop'),
                ),
              ]
            : []),
        ],
      },
      text: q,
      limit,
      offset: 0,
    },
    caller.credentials,
  );
}

function namedPredicate(refs: string[]): FilterPredicate {
  return {
    $any: refs.map(ref => {
      const { kind, namespace, name } = parseEntityRef(
        canonicalServiceRef(ref, 'service'),
      );
      return {
        kind,
        'metadata.namespace': namespace,
        'metadata.name': name,
      };
    }),
  };
}

function toPair(
  service: Service,
  rows: readonly ServiceEnvironmentRow[],
  from: EnvironmentModel,
  to: EnvironmentModel,
): Pair {
  const find = (environment: string | undefined) =>
    rows.find(
      row => row.service === service.ref && row.environment === environment,
    );
  return {
    service,
    from: find(from.name),
    to: find(to.name),
    source: find(to.promotesFrom?.environment),
  };
}

/** Compares the versions of all services in which they differ. */
async function addDiffs(api: ApiContext, pairs: Pair[]): Promise<Pair[]> {
  const differing = pairs.flatMap(pair => {
    const source = pair.from?.current;
    const current = pair.to?.current;
    return source && source.version.artifact !== current?.version.artifact
      ? [
          {
            pair,
            service: pair.service.ref,
            from: current?.version,
            to: source.version,
          },
        ]
      : [];
  });
  const compared = await api.versions.compare(differing);
  const byPair = new Map(
    differing.map(({ pair }, index) => [pair, compared[index]]),
  );
  return pairs.map(pair => ({ ...pair, compared: byPair.get(pair) }));
}

async function toItem(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  to: EnvironmentModel,
  pair: Pair,
  latest: readonly DeploymentState[],
): Promise<ComparedService> {
  const { service, from, compared } = pair;
  const state = findComparedState(
    from?.current,
    pair.to?.current,
    compared?.diff,
  );
  const isDifferent = compared !== undefined;
  const serviceEnvironment = toResource(service, to);
  return toComparedServiceView({
    service: describeService(service),
    state,
    from,
    to: pair.to,
    diff: compared?.diff,
    blockers: await explainBlockers(
      api,
      isDifferent
        ? hidePromotionSource(
            findPromotionBlockers(api, caller, to, pair, latest),
            {
              model: api.model,
              grant: grants.of(deploymentReadPermission),
              service,
            },
          )
        : [],
      {
        planned: {
          kind: 'deploy',
          environment: to.name,
          by: caller.principal,
        },
      },
      { caller, grants, serviceEnvironment },
    ),
    mayPromote:
      isDifferent &&
      grants.has(deploymentCreatePermission, serviceEnvironment) &&
      chooseGoldenPath(api.model, service.entity).result === 'chosen',
  });
}

/** What would prevent the promotion now. Approvals are left out, because each deployment needs its own. */
function findPromotionBlockers(
  api: ApiContext,
  caller: Caller,
  environment: EnvironmentModel,
  { service, from, to, source, compared }: Pair,
  latest: readonly DeploymentState[],
) {
  const here = latest.filter(
    state =>
      state.service === service.ref && state.environment === environment.name,
  );
  const lockOwner = here.find(({ id }) => id === to?.lockOwner);
  const now = Date.now();
  return findStartBlockers({
    now,
    deployment: {
      kind: 'deploy',
      service: service.ref,
      requestedBy: caller.principal,
      hotfix: false,
      owner: service.owners.at(0),
    },
    version: from?.current && {
      ...from.current.version,
      quarantined: compared?.quarantined,
    },
    environment: { ...environment, approvals: [] },
    serviceEnvironment: to,
    sourceEnvironment: source,
    sourceTitle: findSourceTitle(api.model, environment),
    lockOwner: lockOwner && toOtherDeployment(lockOwner),
    ahead: listAheadOfRequest(
      sortQueue(here.filter(({ status }) => status === 'queued')),
      { now },
    ).map(toOtherDeployment),
    approvals: [],
    overridden: [],
  });
}
