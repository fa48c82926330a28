import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type { CreateDeploymentRequest } from '@slipway/backstage-plugin-deployments-common';
import { refuseBy } from '../domain/deployment/decide/refusal';
import { RefusalError } from '../domain/deployment/messages/conflict';
import { say } from '../domain/text/say';
import { decideQueueing } from '../domain/policy/concurrency';
import { listAheadOfRequest } from '../domain/policy/queueOrder';
import type { DeploymentState } from '../domain/deployment/state';
import { afterCommit } from '../persistence/afterCommit';
import type { NewDeployment } from '../persistence/repositories/deployments';
import {
  findByIdempotencyKey,
  readDeployment,
} from '../persistence/repositories/deployments';
import {
  lockRequests,
  listQueued,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import {
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import { putQueuedPlan } from '../persistence/repositories/queuedPlans';
import type { Knex } from 'knex';
import type { InlineOffer } from '../execution/inlineStart';
import { startPlanned } from '../execution/startPlanned';
import { applyCommand } from '../commit/applyCommand';
import { insertRequest } from '../commit/insertRequest';
import type { Locked } from '../commit/lockToCommit';
import { lockToChange } from '../commit/lockToCommit';
import {
  listArtifacts,
  servingInstances,
} from '../domain/serviceEnvironment/observedVersions';
import { hashJson } from '../domain/deployment/plan/planHash';
import type { DeploymentPlan } from '../planning/buildPlan';
import type { PlannedVersion } from '../planning/plannedVersion';
import { buildPlan, toOtherDeployment } from '../planning/buildPlan';
import { readRequestedVersion } from './planRequest';
import type { RequestDeps } from './planRequest';
import type { Caller } from './caller';
import { recordCommand, toCommittedChange } from '../commit/writeCommit';

/**
 * Called in the transaction of a request before anything is written. No other request for the service environment can be
 * accepted until that transaction ends. Throws to refuse the request.
 */
export type GuardRequest = (
  trx: Knex.Transaction,
  pending: {
    /** The id of the new deployment. */
    id: string;
    planned: DeploymentPlan;
    /** The deployments that are queued there. */
    queued: readonly DeploymentState[];
    /** The database's time, in epoch milliseconds. */
    now: number;
  },
) => Promise<void>;

/**
 * Accepts a request. If nothing blocks the deployment and this replica has capacity, it starts immediately. Otherwise, it is
 * queued.
 */
export async function requestDeployment(
  deps: RequestDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  idempotencyKey?: string,
  mayRollBack = false,
  guard?: GuardRequest,
): Promise<{ id: string; created: boolean }> {
  const idempotency =
    idempotencyKey === undefined
      ? undefined
      : { key: idempotencyKey, requestHash: hashJson(request) };
  const existing = await findSameRequest(
    deps.database.knex,
    caller,
    idempotency,
  );
  if (existing) {
    return existing;
  }
  const requested = await readRequestedVersion(deps, request, caller, 'strict');
  // The plan shows which drift would be overwritten, so sending the plan's hash counts as consent.
  requested.overwritesDrift =
    requested.kind === 'rollback' && request.planHash !== undefined;
  const planned = await buildPlan(deps, requested);
  if (planned.problems.length > 0) {
    throw new InputError(
      `This deployment can't start. ${planned.problems.join('; ')}`,
    );
  }
  if (request.planHash !== undefined && request.planHash !== planned.planHash) {
    throw new RefusalError(refuseBy(say('refused_plan')));
  }
  if (planned.facts.deployment.replaces !== undefined && !mayRollBack) {
    throw new NotAllowedError(
      `This deployment would roll back the deployment of ${
        planned.facts.lockOwner?.versionName ?? 'another version'
      }, which is in progress. You need the permission to roll back here, or wait until it has ended.`,
    );
  }
  const id = randomUUID();
  const offer =
    planned.blockers.length === 0 ? deps.inlineStart.offer() : undefined;
  try {
    await deps.database.transaction(async trx => {
      const now = await lockRequests(trx, requested);
      const pending = {
        id,
        request,
        caller,
        requested,
        planned,
        idempotency,
        now,
      };
      const queued = await listQueued(trx, requested);
      await guard?.(trx, { id, planned, queued, now });
      const inserted = await insertRequested(deps, trx, pending);
      const isStarted =
        offer !== undefined &&
        queued.length === 0 &&
        (await startInline(deps, trx, { inserted, planned, offer }));
      if (!isStarted) {
        await enqueueRequested(deps, trx, pending, inserted, queued);
      }
      await recordOverwritten(trx, pending, isStarted);
    });
    return { id, created: true };
  } catch (error) {
    // If two requests with the same key arrive together, the unique key rejects the second.
    const other = await findSameRequest(
      deps.database.knex,
      caller,
      idempotency,
    );
    if (other) {
      return other;
    }
    throw error;
  }
}

/**
 * Writes the audit entry for the drift that a rollback overwrites. If the rollback is queued, also stores the requester's
 * consent in the service environment, so that the drift doesn't block the rollback later.
 */
async function recordOverwritten(
  trx: Knex.Transaction,
  { id, request, caller, requested, planned, now }: PendingDeployment,
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

async function findSameRequest(
  on: Knex,
  caller: Caller,
  idempotency: NewDeployment['idempotency'],
): Promise<{ id: string; created: false } | undefined> {
  if (!idempotency) {
    return undefined;
  }
  const existing = await findByIdempotencyKey(
    on,
    caller.principal.principal,
    idempotency.key,
  );
  if (existing && existing.requestHash !== idempotency.requestHash) {
    throw new ConflictError(
      'This Idempotency-Key was used for another request. Use a new one.',
    );
  }
  return existing && { id: existing.id, created: false };
}

interface PendingDeployment {
  id: string;
  request: CreateDeploymentRequest;
  caller: Caller;
  requested: PlannedVersion;
  planned: DeploymentPlan;
  idempotency: NewDeployment['idempotency'];
  now: number;
}

/**
 * Starts the deployment in the transaction of its request. That saves a wake-up and a second plan. Returns false if the
 * environment has changed since the plan, so that the deployment has to wait in the queue.
 */
async function startInline(
  deps: RequestDeps,
  trx: Knex.Transaction,
  options: { inserted: Locked; planned: DeploymentPlan; offer: InlineOffer },
): Promise<boolean> {
  const { inserted, planned, offer } = options;
  const { now } = inserted;
  const started = await startPlanned(deps, trx, {
    locked: inserted,
    planned,
    owner: offer.leaseAt(now),
  });
  if (!started) {
    return false;
  }
  afterCommit(trx, () => offer.accept(started, now));
  return true;
}

/** Lets the deployment wait in the queue. The start gate evaluates it again when it is woken. */
async function enqueueRequested(
  deps: RequestDeps,
  trx: Knex.Transaction,
  pending: PendingDeployment,
  inserted: Locked,
  queued: readonly DeploymentState[],
): Promise<void> {
  const { id, planned, now } = pending;
  const { planHash, snapshot } = planned;
  const { state } = inserted.record;
  await putQueuedPlan(trx, id, { at: now, planHash, snapshot });
  await supersedeQueued(deps, trx, pending, queued);
  await deps.queue.enqueue(trx, id);
  afterCommit(trx, () => deps.changes.publish(toCommittedChange(state)));
}

async function insertRequested(
  deps: RequestDeps,
  trx: Knex.Transaction,
  pending: PendingDeployment,
): Promise<Locked> {
  const { id, request, caller, requested, planned, idempotency, now } = pending;
  const { replaces } = planned.facts.deployment;
  return insertRequest(deps, trx, {
    ...planned.ownership,
    idempotency,
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
        ...(replaces === undefined ? {} : { replaces }),
        ...(requested.reverts === undefined
          ? {}
          : { reverts: requested.reverts }),
        ...(requested.notBefore === undefined
          ? {}
          : { notBefore: requested.notBefore }),
        inputs: requested.inputs,
      },
    },
    auditEntry: {
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
        ...(replaces === undefined ? {} : { replaces }),
        ...(requested.reverts === undefined
          ? {}
          : { reverts: requested.reverts }),
      },
    },
  });
}

/**
 * Supersedes queued deployments according to the environment's `concurrency` setting, in the transaction of the request,
 * so that simultaneous requests see each other.
 */
async function supersedeQueued(
  deps: RequestDeps,
  trx: Knex.Transaction,
  { id, planned, requested, now }: PendingDeployment,
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
    ahead: listAheadOfRequest(queued, {
      now,
      notBefore: requested.notBefore,
    }).map(toOtherDeployment),
  });
  if (decision.result === 'refused') {
    throw new RefusalError(decision);
  }
  // Deployment rows are locked before any service environment, and in a fixed order, to avoid deadlocks.
  const superseded: Locked[] = [];
  for (const other of [...decision.supersedes].sort()) {
    const locked = await lockToChange(deps, trx, other);
    if (locked) {
      superseded.push(locked);
    }
  }
  for (const locked of superseded) {
    await applyCommand(deps, trx, {
      locked,
      isUrgent: false,
      command: { type: 'supersede', now: locked.now, byDeployment: id },
    });
  }
}
