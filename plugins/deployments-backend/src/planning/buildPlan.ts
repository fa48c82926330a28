import type {
  Blocker,
  EnvironmentState,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import {
  conditionValues,
  explainSkip,
} from '../config/goldenPaths/conditionValues';
import type {
  EnvironmentModel,
  GoldenPathModel,
} from '../domain/model/deploymentsModel';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import { planSteps } from '../domain/deployment/plan/planSteps';
import type { Snapshot } from '../domain/deployment/snapshot';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import {
  findNextEvaluationAt,
  findStartBlockers,
} from '../domain/policy/startBlockers';
import { findReplaced } from '../domain/policy/concurrency';
import { listAheadOfRequest } from '../domain/policy/queueOrder';
import type { StartFacts, OtherDeployment } from '../domain/policy/policyFacts';
import { readDeployment } from '../persistence/repositories/deployments';
import { listQueued } from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { Ownership } from '../persistence/repositories/deployments';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import {
  readServiceEnvironment,
  readServiceEnvironmentAndTime,
} from '../persistence/repositories/serviceEnvironments';
import { findFlagsAndQuarantine } from '../persistence/repositories/versions';
import { findBaseline } from '../domain/serviceEnvironment/findBaseline';
import { findDrift } from '../domain/serviceEnvironment/findDrift';
import { findCallProblems } from './findCallProblems';
import { findMissingCapabilities } from './findMissingCapabilities';
import { freezeSettings } from './freezeSettings';
import { findSourceTitle, observeSource, toSourceFacts } from './observeSource';
import { readPlanningContext } from './readPlanningContext';
import { observeEntity } from '../targets/observeServiceEnvironment';
import { planHash } from '../domain/deployment/plan/planHash';
import { usesRunningVersion, findRunningVersion } from './findRequestedVersion';
import type { PlannedVersion } from './plannedVersion';
import type { PlanningDeps } from './planningDeps';

/** What a deployment would do now, and what prevents its start. */
export interface DeploymentPlan {
  snapshot: Snapshot;
  planHash: string;
  blockers: Blocker[];
  /** When the blockers may change by themselves, in epoch milliseconds. */
  nextEvaluationAt?: number;
  warnings: string[];
  /** Why the deployment can never start, however long it waits. */
  problems: string[];
  /** The drift that the requester agrees to overwrite. */
  overwrites?: EnvironmentState['drift'];
  facts: StartFacts;
  /** If it is not requested yet: queued deployments that are scheduled for later than this one. */
  scheduled: DeploymentState[];
  serviceEnvironment: StoredServiceEnvironment;
  observation?: Observation;
  goldenPath: GoldenPathModel;
  environment: EnvironmentModel;
  ownership: Ownership;
}

/**
 * Reads the facts and evaluates the policies. Changes nothing. Previews, requests and the start gate all use this
 * function, so that they agree. Throws like `readPlanningContext`.
 *
 * @param mayReuseAnswers - whether recent answers about start conditions will do
 */
export async function buildPlan(
  deps: PlanningDeps,
  requested: PlannedVersion,
  mayReuseAnswers: boolean = false,
): Promise<DeploymentPlan> {
  const { database, model, registry, startConditions } = deps;
  const context = await readPlanningContext(deps, requested);
  const { entity, environment, goldenPath } = context;
  const settings = resolveServiceSettings(model, entity, environment, registry);
  const startRequest = {
    kind: requested.kind,
    service: requested.service,
    environment,
    settings: settings.target.settings,
  };
  const askConditions = (about: VersionSummary) =>
    startConditions.evaluate(
      { ...startRequest, version: about },
      mayReuseAnswers,
    );
  // Asked before the facts are read from the database, so that those are recent.
  const [observed, askedConditions, observedSource] = await Promise.all([
    requested.observed ?? observeEntity(deps, requested, entity),
    askConditions(requested.version),
    observeSource(deps, requested, environment, entity),
  ]);
  const observation =
    observed.result === 'observed' ? observed.observation : undefined;
  const stored = await readStored(deps, requested, environment);
  const { serviceEnvironment, lockOwner, sourceEnvironment } = stored;
  const baseline = findBaseline(serviceEnvironment, observation);
  const { version } = stored;
  // What a restart or a removal is about may have changed since it was requested.
  const conditions =
    version.id === requested.version.id
      ? askedConditions
      : await askConditions(version);
  const given = { entity, environment, version, inputs: requested.inputs };
  const steps = planSteps({
    kind: requested.kind,
    path: goldenPath,
    checks: settings.checks,
    analyses: model.analyses,
    stepKinds: deps.registry.stepKinds,
    facts: conditionValues(given),
    explainSkip: condition => explainSkip(condition, given),
    version,
    ...(baseline ? { baseline: baseline.version } : {}),
  });
  const frozen = await freezeSettings(
    {
      knex: database.knex,
      serviceEnvironment,
      settings,
    },
    { ...requested, version },
  );
  const snapshot: Snapshot = {
    reducerVersion: REDUCER_VERSION,
    kind: requested.kind,
    service: requested.service,
    environment: { name: environment.name, tier: environment.tier },
    ...frozen,
    ...(environment.observe
      ? {
          observe: {
            provider: settings.observer.provider,
            settings: settings.observer.settings,
          },
        }
      : {}),
    goldenPath: { name: goldenPath.name, title: goldenPath.title },
    decideWithinMs: goldenPath.decideWithinMs,
    ...steps,
    version,
    ...(baseline ? { baseline: baseline.version } : {}),
    ...(baseline?.instance ? { baselineInstance: baseline.instance } : {}),
    inputs: requested.inputs,
    approvals: {
      rules: environment.approvals,
      distinct: environment.distinctApprovers,
    },
  };
  const hash = planHash(snapshot);
  const callProblems = findCallProblems(deps, snapshot, {
    ...(requested.id === undefined ? {} : { id: requested.id }),
    isObserved: observation !== undefined,
  });
  const problems = [
    ...settings.refusals,
    ...findMissingCapabilities(registry, snapshot),
    ...callProblems.problems,
    ...startConditions.findProblems({ ...startRequest, version }),
  ];
  // Only a `deploy` is refused because of these problems. For rollbacks, restarts and removals they are only warnings, so
  // that a change can always be reverted; a check that can't measure then waits for a person.
  const isRefusable = requested.kind === 'deploy';
  // While a deployment is in progress, a difference is expected.
  const drift = lockOwner
    ? undefined
    : findDrift(serviceEnvironment, observation, requested.id);
  const replaces =
    requested.id === undefined
      ? findReplaced(environment.concurrency, {
          deployment: requested,
          lockOwner,
        })?.id
      : requested.replaces;
  const facts: StartFacts = {
    now: stored.now,
    deployment: {
      ...(requested.id === undefined ? {} : { id: requested.id }),
      kind: requested.kind,
      service: requested.service,
      requestedBy: requested.requestedBy,
      hotfix: requested.hotfix,
      ...(replaces === undefined ? {} : { replaces }),
      ...(requested.notBefore === undefined
        ? {}
        : { notBefore: requested.notBefore }),
      ...(context.ownership.ownerGroup === undefined
        ? {}
        : { owner: context.ownership.ownerGroup }),
    },
    ...(requested.kind === 'remove'
      ? {}
      : { version: { ...version, ...stored.quarantine } }),
    environment,
    conditions,
    serviceEnvironment: {
      environment: environment.name,
      current: serviceEnvironment.current,
      hold: serviceEnvironment.hold,
      drift: requested.overwritesDrift ? undefined : drift,
    },
    ...(sourceEnvironment
      ? {
          sourceEnvironment: toSourceFacts(sourceEnvironment, observedSource),
        }
      : {}),
    sourceTitle: findSourceTitle(model, environment),
    ...(observed.result === 'unobserved'
      ? { unobserved: { message: observed.message } }
      : {}),
    ...(lockOwner ? { lockOwner } : {}),
    ahead: stored.ahead,
    planHash: hash,
    approvals: requested.approvals,
    overridden: requested.overridden,
  };
  return {
    snapshot,
    planHash: hash,
    blockers: findStartBlockers(facts),
    nextEvaluationAt: findNextEvaluationAt(facts),
    warnings: [
      ...settings.problems,
      ...callProblems.warnings,
      ...(isRefusable ? [] : problems),
    ],
    problems: isRefusable ? problems : [],
    ...(drift && requested.overwritesDrift ? { overwrites: drift } : {}),
    facts,
    scheduled: stored.scheduled,
    serviceEnvironment,
    observation,
    goldenPath,
    environment,
    ownership: context.ownership,
  };
}

interface Stored {
  /** The database's time when the service environment was read. */
  now: number;
  serviceEnvironment: StoredServiceEnvironment;
  sourceEnvironment?: StoredServiceEnvironment;
  lockOwner?: OtherDeployment;
  ahead: OtherDeployment[];
  scheduled: DeploymentState[];
  /** The version to deploy, restart or remove. For a restart or a removal, it is the running one. */
  version: PlannedVersion['version'];
  quarantine: { quarantined?: { by: string; reason: string } };
}

async function readStored(
  deps: PlanningDeps,
  requested: PlannedVersion,
  environment: EnvironmentModel,
): Promise<Stored> {
  const { knex } = deps.database;
  const { service } = requested;
  const at = { service, environment: environment.name };
  const source = environment.promotesFrom?.environment;
  const { serviceEnvironment, now } = await readServiceEnvironmentAndTime(
    deps.database.knex,
    at,
  );
  const lockOwner =
    serviceEnvironment.lockOwner === undefined
      ? undefined
      : await readDeployment(knex, serviceEnvironment.lockOwner);
  const queue = await listQueued(knex, at);
  const position = queue.findIndex(({ id }) => id === requested.id);
  const ahead =
    position === -1
      ? listAheadOfRequest(queue, { now, notBefore: requested.notBefore })
      : queue.slice(0, position);
  const affected = usesRunningVersion(requested.kind)
    ? await findRunningVersion(knex, serviceEnvironment, requested.kind)
    : requested.version;
  const registered = await findFlagsAndQuarantine(knex, service, affected.id);
  return {
    now,
    serviceEnvironment,
    ...(source === undefined
      ? {}
      : {
          sourceEnvironment: await readServiceEnvironment(knex, {
            service,
            environment: source,
          }),
        }),
    ...(lockOwner ? { lockOwner: toOtherDeployment(lockOwner.state) } : {}),
    ahead: ahead.map(toOtherDeployment),
    scheduled: position === -1 ? queue.filter(it => !ahead.includes(it)) : [],
    version: { ...affected, flags: registered?.flags ?? affected.flags },
    quarantine: registered?.quarantined
      ? { quarantined: registered.quarantined }
      : {},
  };
}

export function toOtherDeployment(state: DeploymentState): OtherDeployment {
  const { id, kind, version, requestedBy, hotfix } = state;
  return {
    id,
    kind,
    hotfix,
    versionName: version.name,
    requestedBy: requestedBy.onBehalfOf ?? requestedBy.principal,
    mayHaveChanged: state.mayHaveChanged,
  };
}
