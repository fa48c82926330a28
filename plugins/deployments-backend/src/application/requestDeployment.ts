import { randomUUID } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { checkInputs } from '../config/goldenPaths/inputs';
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
  acquirePlace,
  lockPlace,
  readPlace,
  updatePlace,
} from '../persistence/repositories/serviceEnvironments';
import { putQueuedPlan } from '../persistence/repositories/queuedPlans';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { isSamePlace } from '../execution/startGate';
import type { Locked, NewRequest } from '../commit/commit';
import { apply, insert, lockToChange } from '../commit/commit';
import {
  artifactsOf,
  servingInstances,
} from '../domain/serviceEnvironment/drift';
import { intentsOf } from '../execution/intents';
import { observeService } from '../targets/observe';
import { hashOf } from '../domain/deployment/plan/planHash';
import type { People } from '../planning/people';
import type { Announce } from '../execution/effects/perform';
import type { Planned, PlanningDeps } from '../planning/buildPlan';
import type { PlanSubject } from '../planning/planSubject';
import { otherOf, plan, readSetting } from '../planning/buildPlan';
import { presentPlan } from '../planning/planView';
import type { VersionService } from './versionService';
import type { Caller } from '../domain/model/caller';
import type { StartHere } from '../execution/inlineStart';
import { subjectOfRequest } from '../planning/requestedVersion';
import { whoCannotApprove } from '../planning/whoCannotApprove';
import { wakeQueued } from '../commit/wakeQueued';
import { recordCommand } from '../commit/writeCommit';
import type { CommitDeps } from '../commit/commitDeps';

export type CreateDeps = CommitDeps &
  PlanningDeps & {
    versions: VersionService;
    here: StartHere;
    announce: Announce;
    people: People;
  };

/** What a request would do, and what keeps it from starting. Changes nothing. */
export async function planRequest(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
): Promise<Plan> {
  const subject = await readSubject(deps, request, caller, 'lenient');
  subject.overwritesDrift = subject.kind === 'rollback';
  const planned = await plan(deps, subject);
  const approvals = await whoCannotApprove(deps.people, planned);
  return presentPlan(
    deps,
    { ...planned, warnings: [...planned.warnings, ...approvals] },
    subject,
  );
}

/** Accepts a request. It starts, and tells why it waits, by itself. */
export async function createDeployment(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  idempotencyKey?: string,
): Promise<{ id: string; created: boolean }> {
  const requestHash = hashOf(request);
  if (idempotencyKey !== undefined) {
    const known = await sameRequest(deps.database.knex, caller, {
      key: idempotencyKey,
      requestHash,
    });
    if (known) {
      return known;
    }
  }
  const subject = await readSubject(deps, request, caller, 'strict');
  // The plan says what is overwritten, and its hash that it was seen.
  subject.overwritesDrift =
    subject.kind === 'rollback' && request.planHash !== undefined;
  const planned = await plan(deps, subject);
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
      const now = await lockRequests(trx, deps.database, subject);
      const about = { request, caller, subject, planned };
      const created = { id, ...about, idempotency, now };
      const queued = await queuedAt(trx, subject);
      const isStarted =
        queued.length === 0 && (await startRequested(deps, trx, created));
      if (!isStarted) {
        await insertRequested(deps, trx, created);
        const { planHash, snapshot } = planned;
        await putQueuedPlan(trx, id, { at: now, planHash, snapshot });
        await supersedeQueued(deps, trx, id, planned, subject, queued);
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
  { id, request, caller, subject, planned, now }: Created,
  isStarted: boolean,
): Promise<void> {
  const { overwrites, observation } = planned;
  if (!overwrites || !observation) {
    return;
  }
  const { service, environment } = subject;
  const reason =
    request.reason ?? `Confirmed with the rollback to ${subject.version.name}`;
  if (!isStarted) {
    await lockPlace(trx, subject, now);
    await updatePlace(
      trx,
      subject,
      {
        driftAccepted: {
          observed: artifactsOf(servingInstances(observation)),
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
async function readSubject(
  deps: CreateDeps,
  request: CreateDeploymentRequest,
  caller: Caller,
  inputs: 'strict' | 'lenient',
): Promise<PlanSubject & { warnings: string[] }> {
  const setting = await readSetting(deps, request);
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
      ? checkInputs(setting.goldenPath.inputs, given)
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
  subject: PlanSubject;
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
  const { id, subject, planned, now } = created;
  const lease = planned.blockers.length === 0 ? deps.here.lease() : undefined;
  if (!lease) {
    return false;
  }
  const place = await acquirePlace(trx, subject, id, now, planned.observation);
  if (!place) {
    return false;
  }
  const { fence } = place;
  const before = { ...place, holder: undefined, fence: fence - 1 };
  if (!isSamePlace(before, planned.place)) {
    await updatePlace(trx, subject, { holder: null }, now);
    return false;
  }
  const { snapshot, planHash } = planned;
  const state = await insertRequested(deps, trx, created, {
    command: { type: 'start', now, snapshot, planHash, fence },
    lease: lease.until(now),
    onward: { announce: (...at) => intentsOf(deps.announce, ...at) },
  });
  await wakeQueued(deps, trx, place.service, now);
  afterCommit(trx, () => lease.begin(state, now));
  return true;
}

async function insertRequested(
  deps: CreateDeps,
  trx: Knex.Transaction,
  created: Created,
  start?: NewRequest['start'],
): Promise<DeploymentState> {
  const { id, request, caller, subject, planned, idempotency, now } = created;
  return insert(deps, trx, {
    ...planned.ownership,
    idempotency,
    start,
    command: {
      type: 'request',
      now,
      request: {
        id,
        kind: subject.kind,
        service: subject.service,
        environment: subject.environment,
        version: subject.version,
        goldenPath: planned.snapshot.goldenPath,
        requestedBy: caller.principal,
        ...(request.reason === undefined ? {} : { reason: request.reason }),
        hotfix: subject.hotfix,
        ...(subject.reverts === undefined ? {} : { reverts: subject.reverts }),
        ...(subject.notBefore === undefined
          ? {}
          : { notBefore: subject.notBefore }),
        inputs: subject.inputs,
      },
    },
    record: {
      at: now,
      actor: caller.principal,
      action: 'deployment.requested',
      outcome: 'accepted',
      service: subject.service,
      environment: subject.environment,
      deploymentId: id,
      ...(request.reason === undefined ? {} : { reason: request.reason }),
      details: {
        kind: subject.kind,
        version: subject.version.name,
        artifact: subject.version.artifact,
        hotfix: subject.hotfix,
        ...(subject.reverts === undefined ? {} : { reverts: subject.reverts }),
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
  subject: PlanSubject,
  queued: readonly DeploymentState[],
): Promise<void> {
  const place = await readPlace(trx, subject);
  const holder =
    place.holder === undefined
      ? undefined
      : await readDeployment(trx, place.holder);
  const decision = decideQueueing(planned.environment.concurrency, {
    deployment: planned.facts.deployment,
    environment: planned.facts.environment,
    ...(holder ? { holder: otherOf(holder.state) } : {}),
    queued: queued.map(otherOf),
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
