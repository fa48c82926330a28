import { randomUUID } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { checkInputs } from '../config/goldenPaths/checkInputs';
import { decideQueueing } from '../domain/policy/concurrency';
import type { DeploymentState } from '../domain/deployment/state';
import { afterCommit } from '../persistence/groupCommit';
import {
  findByIdempotencyKey,
  insertDeployment,
  readDeployment,
} from '../persistence/repositories/deployments';
import {
  lockRequests,
  queuedAt,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import {
  acquireServiceEnvironment,
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import { putQueuedPlan } from '../persistence/repositories/queuedPlans';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { isSameServiceEnvironment } from '../execution/startGate';
import type { Locked, NewRequest } from '../commit/commit';
import { apply, insert, lockToChange } from '../commit/commit';
import {
  listArtifacts,
  servingInstances,
} from '../domain/serviceEnvironment/findDrift';
import { listIntents } from '../execution/intents';
import { observeService } from '../targets/observe';
import { hashJson } from '../domain/deployment/plan/planHash';
import type { People } from '../planning/people';
import type { RecordIntent } from '../execution/effects/perform';
import type { Planned, PlanningDeps } from '../planning/buildPlan';
import type { PlannedVersion } from '../planning/planSubject';
import {
  toOtherDeployment,
  plan,
  readPlanningContext,
} from '../planning/buildPlan';
import { toPlanView } from '../planning/planView';
import type { VersionService } from './versionService';
import type { Caller } from '../domain/model/caller';
import type { InlineStart } from '../execution/inlineStart';
import { subjectOfRequest } from '../planning/requestedVersion';
import { whoCannotApprove } from '../planning/whoCannotApprove';
import { wakeQueued } from '../commit/wakeQueued';
import { recordCommand } from '../commit/writeCommit';
import type { CommitDeps } from '../commit/commitDeps';

export type CreateDeps = CommitDeps &
  PlanningDeps & {
    versions: VersionService;
    here: InlineStart;
    recordIntent: RecordIntent;
    people: People;
  };

/** What a request would do, and what keeps it from starting. Changes nothing. */
export async function planRequest(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
): Promise<Plan> {
  const requested = await readRequestedVersion(
    deps,
    request,
    caller,
    'lenient',
  );
  requested.overwritesDrift = requested.kind === 'rollback';
  const planned = await plan(deps, requested);
  const approvals = await whoCannotApprove(deps.people, planned);
  return toPlanView(
    deps,
    { ...planned, warnings: [...planned.warnings, ...approvals] },
    requested,
  );
}

/** Accepts a request. It starts, and tells why it waits, by itself. */
export async function createDeployment(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  idempotencyKey?: string,
): Promise<{ id: string; created: boolean }> {
  const requestHash = hashJson(request);
  if (idempotencyKey !== undefined) {
    const known = await sameRequest(deps.database.knex, caller, {
      key: idempotencyKey,
      requestHash,
    });
    if (known) {
      return known;
    }
  }
  const requested = await readRequestedVersion(deps, request, caller, 'strict');
  // The plan says what is overwritten, and its hash that it was seen.
  requested.overwritesDrift =
    requested.kind === 'rollback' && request.planHash !== undefined;
  const planned = await plan(deps, requested);
  if (planned.problems.length > 0) {
    throw new InputError(
      `This deployment cannot be carried out. ${planned.problems.join('; ')}`,
    );
  }
  if (request.planHash !== undefined && request.planHash !== planned.planHash) {
    throw new ConflictError(
      'The plan has changed since you looked at it; look again and confirm what would happen now',
    );
  }
  const idempotency =
    idempotencyKey === undefined
      ? undefined
      : { key: idempotencyKey, requestHash };
  const id = randomUUID();
  try {
    await deps.database.transaction(async trx => {
      const now = await lockRequests(trx, deps.database, requested);
      const about = { request, caller, requested, planned };
      const created = { id, ...about, idempotency, now };
      const queued = await queuedAt(trx, requested);
      const isStarted =
        queued.length === 0 && (await startRequested(deps, trx, created));
      if (!isStarted) {
        await insertRequested(deps, trx, created);
        const { planHash, snapshot } = planned;
        await putQueuedPlan(trx, id, { at: now, planHash, snapshot });
        await supersedeQueued(deps, trx, id, planned, requested, queued);
      }
      await recordOverwritten(trx, created, isStarted);
    });
    return { id, created: true };
  } catch (error) {
    // Of two requests at once with one key, the key's uniqueness refuses the second.
    const known =
      idempotency &&
      (await sameRequest(deps.database.knex, caller, idempotency));
    if (known) {
      return known;
    }
    throw error;
  }
}

/** Drift that a rollback overwrites is on record; while it waits, what it was confirmed with stands with the environment. */
async function recordOverwritten(
  trx: Knex.Transaction,
  { id, request, caller, requested, planned, now }: Created,
  isStarted: boolean,
): Promise<void> {
  const { overwrites, observation } = planned;
  if (!overwrites || !observation) {
    return;
  }
  const { service, environment } = requested;
  const reason =
    request.reason ??
    `Confirmed with the rollback to ${requested.version.name}`;
  if (!isStarted) {
    await lockServiceEnvironment(trx, requested, now);
    await updateServiceEnvironment(
      trx,
      requested,
      {
        driftAccepted: {
          observed: listArtifacts(servingInstances(observation)),
          by: caller.principal.principal,
          at: now,
          reason,
          deploymentId: id,
        },
      },
      now,
    );
  }
  await recordCommand(trx, {
    at: now,
    actor: caller.principal,
    action: 'drift.overwrite',
    outcome: 'accepted',
    service,
    environment,
    deploymentId: id,
    reason,
  });
}

async function sameRequest(
  on: Knex,
  caller: Caller,
  idempotency: { key: string; requestHash: string },
): Promise<{ id: string; created: false } | undefined> {
  const known = await findByIdempotencyKey(
    on,
    caller.principal.principal,
    idempotency.key,
  );
  if (known && known.requestHash !== idempotency.requestHash) {
    throw new ConflictError(
      'This Idempotency-Key was used for another request; use a new one',
    );
  }
  return known && { id: known.id, created: false };
}

/** `lenient`: for a dialog in which the inputs are still being entered. */
async function readRequestedVersion(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  inputs: 'strict' | 'lenient',
): Promise<PlannedVersion & { warnings: string[] }> {
  const context = await readPlanningContext(deps, request);
  const kind = request.kind ?? 'deploy';
  if (request.hotfix && kind !== 'deploy') {
    throw new InputError('Only a deployment of kind deploy can be a hotfix');
  }
  if (request.reverts !== undefined && kind !== 'rollback') {
    throw new InputError("Only a rollback names what it 'reverts'");
  }
  // What it goes back to depends on what really runs, so the target is asked before it is chosen.
  const observed =
    kind === 'rollback' ? await observeService(deps, request) : undefined;
  const { version, reverts } = await subjectOfRequest(
    deps.database.knex,
    { ...request, kind },
    observed,
  );
  // It came as JSON.
  const given = request.inputs as JsonObject | undefined;
  const checked =
    kind === 'deploy'
      ? checkInputs(context.goldenPath.inputs, given)
      : ({ result: 'valid', inputs: {} } as const);
  if (checked.result === 'invalid' && inputs === 'strict') {
    throw new InputError(
      `The inputs are not valid: ${checked.mistakes.join('; ')}`,
    );
  }
  return {
    kind,
    service: request.service,
    environment: request.environment,
    version,
    ...(reverts === undefined ? {} : { reverts }),
    ...(observed ? { observed } : {}),
    requestedBy: caller.principal,
    hotfix: request.hotfix ?? false,
    ...(request.notBefore === undefined
      ? {}
      : { notBefore: Date.parse(request.notBefore) }),
    inputs: checked.result === 'valid' ? checked.inputs : given ?? {},
    approvals: [],
    overridden: [],
    warnings: checked.result === 'valid' ? [] : checked.mistakes,
  };
}

interface Created {
  id: string;
  request: CreateDeploymentRequest;
  caller: Caller;
  requested: PlannedVersion;
  planned: Planned;
  idempotency: Parameters<typeof insertDeployment>[1]['idempotency'];
  now: number;
}

/**
 * Where nothing keeps it from starting and this process has room, it starts in the transaction of its request: the plan
 * is just made, and nobody else has to hear of it first. False: it has to be queued.
 */
async function startRequested(
  deps: CreateDeps,
  trx: Knex.Transaction,
  created: Created,
): Promise<boolean> {
  const { id, requested, planned, now } = created;
  const lease = planned.blockers.length === 0 ? deps.here.lease() : undefined;
  if (!lease) {
    return false;
  }
  const serviceEnvironment = await acquireServiceEnvironment(
    trx,
    requested,
    id,
    now,
    planned.observation,
  );
  if (!serviceEnvironment) {
    return false;
  }
  const { fence } = serviceEnvironment;
  const before = {
    ...serviceEnvironment,
    lockOwner: undefined,
    fence: fence - 1,
  };
  if (!isSameServiceEnvironment(before, planned.serviceEnvironment)) {
    await updateServiceEnvironment(trx, requested, { lockOwner: null }, now);
    return false;
  }
  const { snapshot, planHash } = planned;
  const state = await insertRequested(deps, trx, created, {
    command: { type: 'start', now, snapshot, planHash, fence },
    lease: lease.until(now),
    followUp: {
      recordIntent: (...at) => listIntents(deps.recordIntent, ...at),
    },
  });
  await wakeQueued(deps, trx, serviceEnvironment.service, now);
  afterCommit(trx, () => lease.start(state, now));
  return true;
}

async function insertRequested(
  deps: CreateDeps,
  trx: Knex.Transaction,
  created: Created,
  start?: NewRequest['start'],
): Promise<DeploymentState> {
  const { id, request, caller, requested, planned, idempotency, now } = created;
  return insert(deps, trx, {
    ...planned.ownership,
    idempotency,
    start,
    command: {
      type: 'request',
      now,
      request: {
        id,
        kind: requested.kind,
        service: requested.service,
        environment: requested.environment,
        version: requested.version,
        goldenPath: planned.snapshot.goldenPath,
        requestedBy: caller.principal,
        ...(request.reason === undefined ? {} : { reason: request.reason }),
        hotfix: requested.hotfix,
        ...(requested.reverts === undefined
          ? {}
          : { reverts: requested.reverts }),
        ...(requested.notBefore === undefined
          ? {}
          : { notBefore: requested.notBefore }),
        inputs: requested.inputs,
      },
    },
    record: {
      at: now,
      actor: caller.principal,
      action: 'deployment.requested',
      outcome: 'accepted',
      service: requested.service,
      environment: requested.environment,
      deploymentId: id,
      ...(request.reason === undefined ? {} : { reason: request.reason }),
      details: {
        kind: requested.kind,
        version: requested.version.name,
        artifact: requested.version.artifact,
        hotfix: requested.hotfix,
        ...(requested.reverts === undefined
          ? {}
          : { reverts: requested.reverts }),
      },
    },
  });
}

/** Asked in the transaction, so that of two requests at once the second sees the first. */
async function supersedeQueued(
  deps: CreateDeps,
  trx: Knex.Transaction,
  id: string,
  planned: Planned,
  requested: PlannedVersion,
  queued: readonly DeploymentState[],
): Promise<void> {
  const serviceEnvironment = await readServiceEnvironment(trx, requested);
  const lockOwner =
    serviceEnvironment.lockOwner === undefined
      ? undefined
      : await readDeployment(trx, serviceEnvironment.lockOwner);
  const decision = decideQueueing(planned.environment.concurrency, {
    deployment: planned.facts.deployment,
    environment: planned.facts.environment,
    ...(lockOwner ? { lockOwner: toOtherDeployment(lockOwner.state) } : {}),
    queued: queued.map(toOtherDeployment),
  });
  if (decision.result === 'refused') {
    throw new ConflictError(decision.message);
  }
  // All rows before any place, and in one order, so that nobody waits for us while we wait for them.
  const superseded: Locked[] = [];
  for (const other of [...decision.supersedes].sort()) {
    const locked = await lockToChange(deps, trx, other);
    if (locked) {
      superseded.push(locked);
    }
  }
  for (const locked of superseded) {
    await apply(deps, trx, {
      locked,
      wake: false,
      command: { type: 'supersede', now: locked.now, byDeployment: id },
    });
  }
}
