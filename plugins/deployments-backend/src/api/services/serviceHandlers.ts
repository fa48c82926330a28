import {
  type EnvironmentState,
  type ServiceOverview,
  deploymentApprovePermission,
  deploymentControlPermission,
  deploymentCreatePermission,
  deploymentOverridePermission,
  deploymentReadPermission,
  deploymentRollbackPermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import { chooseGoldenPath } from '../../config/goldenPaths/chooseGoldenPath';
import { resolveCapabilities } from '../../config/services/resolveCapabilities';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Caller } from '../../application/caller';
import { requirePerson } from '../../access/resolveCaller';
import type { Grants, ServiceEnvironmentPermission } from '../../access/grants';
import { hideSourceInState } from '../../access/hidePromotionSource';
import { ownedByPredicate } from '../../access/serviceDirectory';
import {
  buildDeployablePredicate,
  buildReadablePredicate,
} from '../../access/catalogPredicates';
import {
  type Service,
  canonicalServiceRef,
  describeService,
  toResource,
} from '../../access/catalogServices';
import type { LiveServiceEnvironment } from '../../targets/liveServiceEnvironment';
import { toEnvironmentStateView } from './environmentStateView';
import type { ApiContext } from '../../access/apiContext';
import {
  findServiceEnvironmentFor,
  findReadableService,
  readableEnvironments,
  requireReadGrant,
} from '../../access/authorize';
import { decodeOffset, encodeOffset } from './offsetCursor';
import { sortQueue } from '../../domain/policy/queueOrder';
import { readLastFigures, toMeasured } from './readFigures';
import { readStoredServices, type StoredServices } from './readStoredServices';
import { findReviewable } from './findReviewable';
import { findVersionLag } from './findVersionLag';
import { readRollbackOptions } from './readRollbackOptions';
import { summarizeDeployments } from '../deployments/summarizeDeployments';

/** The permissions that an overview depends on. */
const OVERVIEW_PERMISSIONS = [
  deploymentReadPermission,
  deploymentCreatePermission,
  deploymentRollbackPermission,
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentApprovePermission,
  holdLiftPermission,
];

/** After this many missed observations, the health is unknown. */
const MAX_MISSED_OBSERVATIONS = 5;

/**
 * Lists services that a golden path applies to, by name. A list is too long to query its targets for each request, so
 * health is as last observed, and by figures that are a minute old, or two while new ones are measured. If there are none
 * yet, it is unknown, never healthy.
 */
export async function listServices(
  api: ApiContext,
  caller: Caller,
  criteria: { q?: string; owner?: string; limit: number; cursor?: string },
): Promise<{
  items: ServiceOverview[];
  totalItems: number;
  nextCursor?: string;
}> {
  const grants = await api.access.grants(
    caller.credentials,
    OVERVIEW_PERMISSIONS,
  );
  const readable = buildReadablePredicate(
    requireReadGrant(grants),
    api.model.environments,
  );
  if (readable === false) return { items: [], totalItems: 0 };
  const offset = decodeOffset(criteria.cursor);
  const { services, totalItems } = await api.services.query(
    {
      predicate: {
        $all: [
          buildDeployablePredicate(api.model),
          ...(readable === true ? [] : [readable]),
          ...(criteria.owner
            ? [ownedByPredicate([canonicalServiceRef(criteria.owner, 'owner')])]
            : []),
        ],
      },
      text: criteria.q,
      limit: criteria.limit,
      offset,
    },
    caller.credentials,
  );
  const next = offset + services.length;
  return {
    items: await buildOverviews(api, caller, grants, services),
    totalItems,
    nextCursor:
      services.length > 0 && next < totalItems ? encodeOffset(next) : undefined,
  };
}

/** One service. Calls its targets for the current state. */
export async function getServiceOverview(
  api: ApiContext,
  caller: Caller,
  ref: string,
): Promise<ServiceOverview> {
  const grants = await api.access.grants(
    caller.credentials,
    OVERVIEW_PERMISSIONS,
  );
  const grant = requireReadGrant(grants);
  const { service, environments } = await findReadableService(
    api,
    caller,
    grant,
    ref,
  );
  const rows = await api.reads.serviceEnvironments([service.ref]);
  const live = new Map(
    await Promise.all(
      environments.map(
        async environment =>
          [
            environment.name,
            await api.live.read(
              service.ref,
              service.entity,
              environment,
              toMeasured(
                rows.find(row => row.environment === environment.name),
              ),
            ),
          ] as const,
      ),
    ),
  );
  const [overview] = await buildOverviews(api, caller, grants, [service], live);
  return overview;
}

export async function placeHold(
  api: ApiContext,
  caller: Caller,
  ref: string,
  environmentName: string,
  reason: string,
): Promise<EnvironmentState> {
  // Placing a hold only stops deployments, so the permission to pause is enough. Lifting one needs its own permission.
  const permission = deploymentControlPermission;
  const target = { ref, environmentName, permission };
  return changeServiceEnvironment(
    api,
    caller,
    target,
    async serviceEnvironment => {
      await api.engine.placeHold(serviceEnvironment, reason, caller);
    },
  );
}

export async function liftHold(
  api: ApiContext,
  caller: Caller,
  ref: string,
  environmentName: string,
  reason: string,
): Promise<EnvironmentState> {
  const person = requirePerson(caller, 'Lifting a hold');
  const permission = holdLiftPermission;
  const target = { ref, environmentName, permission };
  return changeServiceEnvironment(
    api,
    person,
    target,
    async serviceEnvironment => {
      await api.engine.liftHold(serviceEnvironment, reason, person);
    },
  );
}

export async function resolveDrift(
  api: ApiContext,
  caller: Caller,
  ref: string,
  environmentName: string,
  decision: { choice: 'adopt' | 'overwrite'; reason: string; drift: string },
): Promise<EnvironmentState> {
  const person = requirePerson(caller, 'Resolving drift');
  const permission = deploymentOverridePermission;
  const target = { ref, environmentName, permission };
  return changeServiceEnvironment(
    api,
    person,
    target,
    async serviceEnvironment => {
      const { choice, reason, drift: seen } = decision;
      await api.engine.resolveDrift(
        serviceEnvironment,
        { choice, reason, seen },
        person,
      );
    },
  );
}

/** Changes a service environment outside of deployments, and returns its state afterwards. */
async function changeServiceEnvironment(
  api: ApiContext,
  caller: Caller,
  target: {
    ref: string;
    environmentName: string;
    permission: ServiceEnvironmentPermission;
  },
  change: (serviceEnvironment: {
    service: string;
    environment: string;
  }) => Promise<void>,
): Promise<EnvironmentState> {
  const grants = await api.access.grants(
    caller.credentials,
    OVERVIEW_PERMISSIONS,
  );
  const { service, environment } = await findServiceEnvironmentFor(
    api,
    caller,
    grants,
    target.permission,
    {
      ref: target.ref,
      field: 'ref',
      environment: target.environmentName,
      environmentIn: 'path',
    },
  );
  const serviceEnvironment = {
    service: service.ref,
    environment: environment.name,
  };
  await change(serviceEnvironment);
  return buildEnvironmentState(api, caller, grants, service, environment, {
    ...(await readStoredServices(api, [service.ref])),
    isOne: true,
  });
}

async function buildOverviews(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  services: Service[],
  live?: ReadonlyMap<string, LiveServiceEnvironment>,
): Promise<ServiceOverview[]> {
  if (services.length === 0) return [];
  const stored = await readStoredServices(
    api,
    services.map(({ ref }) => ref),
  );
  const grant = grants.of(deploymentReadPermission);
  return Promise.all(
    services.map(async service => {
      const chosen = chooseGoldenPath(api.model, service.entity);
      return {
        service: describeService(service),
        ...(chosen.result === 'chosen'
          ? {
              goldenPath: { name: chosen.path.name, title: chosen.path.title },
            }
          : { noPathReason: chosen.reason }),
        environments: await Promise.all(
          readableEnvironments(api, grant, service).map(environment =>
            buildEnvironmentState(api, caller, grants, service, environment, {
              ...stored,
              live: live?.get(environment.name),
              isOne: live !== undefined,
            }),
          ),
        ),
      };
    }),
  );
}

async function buildEnvironmentState(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  service: Service,
  environment: EnvironmentModel,
  read: StoredServices & {
    live?: LiveServiceEnvironment;
    /** True for the overview of one service, false in lists. */
    isOne?: boolean;
  },
): Promise<EnvironmentState> {
  const here = (at: { service: string; environment: string }) =>
    at.service === service.ref && at.environment === environment.name;
  const row = read.rows.find(here);
  const serviceEnvironment = toResource(service, environment);
  const now = Date.now();
  const mayRollBack = grants.has(
    deploymentRollbackPermission,
    serviceEnvironment,
  );
  const rollbackOptions =
    read.isOne && mayRollBack
      ? await readRollbackOptions(
          api,
          { service: service.ref, environment: environment.name },
          row,
          read.live?.observation,
        )
      : undefined;
  const latest = read.latest.filter(here).map(state =>
    hideSourceInState(state, {
      model: api.model,
      grant: grants.of(deploymentReadPermission),
      service,
    }),
  );
  const readable = readableEnvironments(
    api,
    grants.of(deploymentReadPermission),
    service,
  );
  return toEnvironmentStateView({
    environment,
    readable,
    providers: api.providers,
    can: resolveCapabilities(api, service.entity, environment),
    row,
    ...(read.isOne && {
      behind: await findVersionLag(
        api,
        environment,
        readable,
        read.rows.filter(other => other.service === service.ref),
      ),
      review: await findReviewable(api, latest, {
        caller,
        grants,
        serviceEnvironment,
      }),
    }),
    deployments: await summarizeDeployments(api, latest),
    queue: sortQueue(latest.filter(({ status }) => status === 'queued')).map(
      ({ id }) => id,
    ),
    live: read.live,
    figures: read.live
      ? read.live.figures
      : await readLastFigures(api, service, environment, row),
    watch: read.watches.find(here),
    now,
    freshSince: now - MAX_MISSED_OBSERVATIONS * api.model.engine.observeEveryMs,
    hasGoldenPath:
      chooseGoldenPath(api.model, service.entity).result === 'chosen',
    rollbackOptions,
    may: {
      create: grants.has(deploymentCreatePermission, serviceEnvironment),
      rollback: mayRollBack,
      hold: grants.has(deploymentControlPermission, serviceEnvironment),
      // Only people can lift holds and resolve drift.
      liftHold:
        caller.user !== undefined &&
        grants.has(holdLiftPermission, serviceEnvironment),
      resolveDrift:
        caller.user !== undefined &&
        grants.has(deploymentOverridePermission, serviceEnvironment),
    },
  });
}
