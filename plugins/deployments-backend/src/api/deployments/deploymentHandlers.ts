import { InputError } from '@backstage/errors';
import {
  type CreateDeploymentRequest,
  type Deployment,
  type DeploymentSummary,
  type Plan,
  deploymentControlPermission,
  deploymentCreatePermission,
  deploymentOverridePermission,
  deploymentReadPermission,
  deploymentRollbackPermission,
  incidentWritePermission,
  isTerminal,
} from '@slipway/backstage-plugin-deployments-common';
import { allowedCommands } from '../../domain/deployment/decide/allowedCommands';
import type { DeploymentState } from '../../domain/deployment/state';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import type { DeploymentFilter } from '../../domain/model/filters';
import type { Caller } from '../../application/caller';
import { requirePerson } from '../../access/resolveCaller';
import { COMMAND_PERMISSIONS } from '../../access/commandPermissions';
import type { Grants, ServiceEnvironmentPermission } from '../../access/grants';
import type { ServiceEnvironmentResource } from '../../access/serviceEnvironmentResource';
import type { Service } from '../../access/catalogServices';
import { requireTime } from '../../http/requireTime';
import { toServiceUrlView } from './addresses';
import { toLinksView } from './linksView';
import { toCommandsView } from '../commands/commandsView';
import { toDeploymentView } from './deploymentView';
import { toStepViews } from '../../planning/views/toStepViews';
import {
  BLOCKER_PERMISSIONS,
  explainBlockers,
  withGroups,
} from './explainBlockers';
import type { ApiContext } from '../../access/apiContext';
import {
  type FoundDeployment,
  findDeployment,
  findServiceEnvironmentFor,
  requireGrant,
} from '../../access/authorize';
import {
  hidePromotionSource,
  hideSourceInState,
} from '../../access/hidePromotionSource';
import { listVisible } from '../../access/listVisible';
import { findChangedSettings } from './outcome/findChangedSettings';
import { renderSentences } from '../../domain/text/renderSentences';
import { sayMissingPermission } from '../../access/describePermission';
import { readFollowUps } from './outcome/readFollowUps';
import { summarizeDeployments } from './summarizeDeployments';

const DETAIL_PERMISSIONS = [
  ...new Set([
    deploymentReadPermission,
    deploymentCreatePermission,
    deploymentRollbackPermission,
    incidentWritePermission,
    ...COMMAND_PERMISSIONS,
    ...BLOCKER_PERMISSIONS,
  ]),
];

/** Plans a deployment without changing anything. Read permission is enough; the plan says what else is missing. */
export async function planDeployment(
  api: ApiContext,
  caller: Caller,
  request: CreateDeploymentRequest,
): Promise<Plan> {
  const grants = await api.access.grants(caller.credentials, [
    ...new Set([
      deploymentReadPermission,
      deploymentCreatePermission,
      deploymentRollbackPermission,
      deploymentOverridePermission,
      ...BLOCKER_PERMISSIONS,
    ]),
  ]);
  const { service, serviceEnvironment, canonical } = await resolveRequest(
    api,
    caller,
    grants,
    deploymentReadPermission,
    request,
  );
  const plan = await api.engine.plan(canonical, caller);
  const blockers = await explainBlockers(
    api,
    hidePromotionSource(plan.blockers, {
      model: api.model,
      grant: grants.of(deploymentReadPermission),
      service,
    }),
    {
      planned: {
        kind: plan.kind,
        environment: plan.environment.name,
        by: caller.principal,
      },
    },
    { caller, grants, serviceEnvironment },
  );
  const missing = getRequestPermissions(canonical).find(
    permission => !grants.has(permission, serviceEnvironment),
  );
  const sentences =
    missing &&
    sayMissingPermission(
      missing.name,
      missing === deploymentOverridePermission
        ? blockers.flatMap(({ overridable, ask }) =>
            overridable ? ask ?? [] : [],
          )
        : [],
    );
  return {
    ...plan,
    blockers,
    ...(sentences
      ? { refusal: { message: renderSentences(sentences), sentences } }
      : {}),
  };
}

/** The permissions that a request needs. Overriding blockers is a hotfix's purpose. */
function getRequestPermissions({
  kind,
  hotfix,
}: Pick<
  CreateDeploymentRequest,
  'kind' | 'hotfix'
>): ServiceEnvironmentPermission[] {
  return [
    kind === 'rollback'
      ? deploymentRollbackPermission
      : deploymentCreatePermission,
    ...(hotfix ? [deploymentOverridePermission] : []),
  ];
}

export async function createDeployment(
  api: ApiContext,
  caller: Caller,
  request: CreateDeploymentRequest,
  idempotencyKey?: string,
): Promise<{ deployment: Deployment; created: boolean }> {
  if (request.hotfix) requirePerson(caller, 'A hotfix');
  const grants = await api.access.grants(caller.credentials, [
    ...DETAIL_PERMISSIONS,
    deploymentCreatePermission,
  ]);
  const [permission, ...others] = getRequestPermissions(request);
  const { service, serviceEnvironment, canonical } = await resolveRequest(
    api,
    caller,
    grants,
    permission,
    request,
  );
  others.forEach(each => requireGrant(grants, each, serviceEnvironment));
  const { id, created } = await api.engine.create(
    canonical,
    caller,
    idempotencyKey,
    grants.has(deploymentRollbackPermission, serviceEnvironment),
  );
  const state = await api.reads.get(id);
  if (!state) throw new Error(`Deployment ${id} vanished after its request`);
  return {
    deployment: await buildDeployment(api, caller, grants, {
      state: hideSourceInState(state, {
        model: api.model,
        grant: grants.of(deploymentReadPermission),
        service,
      }),
      service,
      serviceEnvironment,
    }),
    created,
  };
}

export async function getDeployment(
  api: ApiContext,
  caller: Caller,
  id: string,
): Promise<Deployment> {
  const grants = await api.access.grants(
    caller.credentials,
    DETAIL_PERMISSIONS,
  );
  const found = await findDeployment(api, caller, id, grants);
  return buildDeployment(api, caller, grants, found);
}

/** Ends a deployment's watch. Only people can: it is their decision to go without it. */
export async function endWatch(
  api: ApiContext,
  caller: Caller,
  id: string,
  reason: string,
): Promise<Deployment> {
  const person = requirePerson(caller, 'Ending a watch');
  const grants = await api.access.grants(
    caller.credentials,
    DETAIL_PERMISSIONS,
  );
  const found = await findDeployment(api, caller, id, grants);
  requireGrant(grants, deploymentControlPermission, found.serviceEnvironment);
  await api.engine.endWatch(id, reason, person);
  return buildDeployment(api, caller, grants, found);
}

/** Lists deployments that the caller may read, newest first. */
export async function listDeployments(
  api: ApiContext,
  caller: Caller,
  filter: Omit<DeploymentFilter, 'allowed'>,
): Promise<{ items: DeploymentSummary[]; nextCursor?: string }> {
  const { items, nextCursor } = await listVisible(api, caller, filter);
  return { items: await summarizeDeployments(api, items), nextCursor };
}

/**
 * Resolves a request's service environment, checks the permission for it, and completes the request with the canonical
 * service ref and the kind.
 */
async function resolveRequest(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  request: CreateDeploymentRequest,
): Promise<{
  service: Service;
  serviceEnvironment: ServiceEnvironmentResource;
  canonical: CreateDeploymentRequest;
}> {
  requireTime(request.notBefore, 'notBefore');
  const { service, serviceEnvironment } = await findServiceEnvironmentFor(
    api,
    caller,
    grants,
    permission,
    {
      ref: request.service,
      field: 'service',
      environment: request.environment,
      environmentIn: 'body',
    },
  );
  const kind = request.kind ?? 'deploy';
  if (kind === 'deploy' && !request.versionId && !request.artifact) {
    throw new InputError(
      'versionId or artifact is missing. Send one of them to say which version to deploy.',
    );
  }
  return {
    service,
    serviceEnvironment,
    canonical: { ...request, kind, service: service.ref },
  };
}

async function buildDeployment(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  { state, service, serviceEnvironment }: FoundDeployment,
): Promise<Deployment> {
  const queued =
    state.status === 'queued'
      ? await api.reads.queuedPlan(state.id)
      : undefined;
  const snapshot = state.snapshot ?? queued?.snapshot;
  const now = Date.now();
  const user =
    caller.user && state.blockers.some(({ kind }) => kind === 'approval')
      ? await withGroups(api, caller.user)
      : caller.user;
  const environment = api.model.environments.find(
    ({ name }) => name === state.environment,
  );
  const steps = toStepViews(state, queued?.snapshot, api.model, api.providers);
  const isMeasured = steps.some(({ checks }) => checks.length > 0);
  const [[summary], measurements, removed, watch, diff, live] =
    await Promise.all([
      summarizeDeployments(api, [state], {
        caller,
        grants,
        serviceEnvironment,
      }),
      isMeasured ? api.reads.measurements(state.id, { afterSeq: 0 }) : [],
      // Retention removes records of ended deployments only.
      isTerminal(state.status) ? api.reads.removed(state.id) : {},
      isTerminal(state.status) ? api.reads.watch(state.id) : undefined,
      snapshot?.baseline
        ? api.versions.diff(state.service, snapshot.baseline, state.version)
        : undefined,
      environment && !state.demo
        ? api.live.read(service.ref, service.entity, environment)
        : undefined,
    ]);
  const failureSamples = measurements.some(
    ({ outcome }) => outcome === 'failed',
  )
    ? await api.reads.failureSamples(state.id)
    : [];
  // Nothing can follow a deployment that never happened.
  const hasEnded = isTerminal(state.status) && !state.demo;
  const rollbackOptions =
    hasEnded && grants.has(deploymentRollbackPermission, serviceEnvironment)
      ? await api.reads.rollbackOptions(
          { service: state.service, environment: state.environment },
          live?.observation,
        )
      : undefined;
  const path = api.model.goldenPaths.find(
    ({ name }) => name === state.goldenPath.name,
  );
  return toDeploymentView({
    state,
    summary,
    snapshot,
    queued,
    steps,
    onFailure: snapshot?.onFailure ?? path?.onFailure ?? 'rollback',
    measurements,
    failureSamples,
    removed,
    commands: toCommandsView(allowedCommands(state, now), {
      state,
      environment,
      contacts: api.model.contacts,
      reader: {
        caller: { ...caller, ...(user ? { user } : {}) },
        has: permission => grants.has(permission, serviceEnvironment),
      },
      now,
    }),
    diff,
    goBack: rollbackOptions && toGoBackView(state, rollbackOptions),
    followUps: hasEnded
      ? await readFollowUps(
          api,
          grants,
          { state, service, serviceEnvironment },
          rollbackOptions,
        )
      : undefined,
    changedSettings: await findChangedSettings(api.reads, snapshot, state),
    watch,
    mayControl:
      caller.user !== undefined &&
      grants.has(deploymentControlPermission, serviceEnvironment),
    url: state.demo ? undefined : toServiceUrlView(live?.observation),
    links: state.demo ? [] : toLinksView(state, environment, now),
    queueForMs: api.model.engine.queueForMs,
    now,
  });
}

/**
 * Whether the reader can roll back from this deployment (its version is running), and to it (its version is eligible).
 */
function toGoBackView(
  { version, status, mayHaveChanged }: DeploymentState,
  { leaves, versions }: RollbackOptions,
): NonNullable<Deployment['goBack']> {
  const eligible = versions.filter(({ refusal }) => refusal === undefined);
  return {
    from:
      mayHaveChanged &&
      status !== 'rolled_back' &&
      leaves.includes(version.artifact) &&
      eligible.length > 0,
    to:
      status === 'succeeded' &&
      eligible.some(option => option.version.artifact === version.artifact),
  };
}
