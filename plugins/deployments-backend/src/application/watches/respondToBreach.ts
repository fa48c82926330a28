import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  stringifyError,
} from '@backstage/errors';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import {
  describeVersion,
  listBreachMessages,
  listRollbackMessages,
} from '../../domain/notifications/listWatchMessages';
import { findRollbackRefusal } from '../../domain/watch/findRollbackRefusal';
import type { BreachResponse } from '../../domain/watch/storedWatch';
import {
  getDeployment,
  readDeployment,
} from '../../persistence/repositories/deployments';
import { callWithDeadline } from '../../outbound/callWithDeadline';
import { lockServiceEnvironment } from '../../persistence/repositories/serviceEnvironments';
import { changeClaimedWatch } from '../../persistence/repositories/watches';
import type { ClaimedWatch } from '../../persistence/repositories/watches';
import { requestDeployment } from '../requestDeployment';
import type { GuardRequest } from '../requestDeployment';
import { publishWatch, readAudience } from './changeWatch';
import { createWatchCaller } from './watchDeps';
import type { WatchDeps } from './watchDeps';

/** How long after a breach to retry a response that fails for a passing reason, in milliseconds. Then people are asked. */
const RETRY_FOR_MS = 5 * 60_000;
const RETRY_EVERY_MS = 15_000;
/** How long the service of incidents may take, in milliseconds. */
const OPEN_INCIDENT_MS = 30_000;
/** How often to look whether a rollback has ended, in milliseconds. */
const FOLLOW_EVERY_MS = 15_000;
/** The most characters of a reason in a rollback's request. */
const MAX_REASON = 1_000;

/** A rollback that must not be requested without asking a person. */
class RollbackRefusedError extends Error {}

/** The target did not say what runs, so a rollback can't be requested yet. */
class UnobservedError extends Error {}

/** Another replica has claimed the watch. */
class ClaimLostError extends Error {}

/**
 * Responds to the breach of a claimed watch, once: by a rollback, an incident or a question to people, as its golden path
 * says. If the first two are not possible, people are asked. A rollback that was requested is followed to its end.
 *
 * @param now - the database's time, in epoch milliseconds
 */
export async function respondToBreach(
  deps: WatchDeps,
  watch: ClaimedWatch,
  now: number,
): Promise<void> {
  if (watch.response?.kind === 'rollback') {
    await followRollback(deps, watch, watch.response.deploymentId, now);
    return;
  }
  try {
    switch (watch.onBreach) {
      case 'rollback':
        await requestRollback(deps, watch);
        return;
      case 'incident':
        await openIncident(deps, watch);
        return;
      case 'ask':
        await store(deps, watch, { kind: 'asked' });
        return;
      default: {
        const unknown: never = watch.onBreach;
        throw new Error(`Unknown response ${String(unknown)}`);
      }
    }
  } catch (error) {
    if (error instanceof ClaimLostError) {
      return;
    }
    const isFinal =
      error instanceof RollbackRefusedError ||
      // The metrics store a deployment some time after its end. Until then, an incident can't name it as its cause.
      (error instanceof InputError && watch.onBreach !== 'incident') ||
      error instanceof ConflictError ||
      error instanceof NotAllowedError ||
      error instanceof NotFoundError;
    if (!isFinal && now < (watch.endedAt ?? now) + RETRY_FOR_MS) {
      deps.logger.warn(
        `The response to the breach of ${describeVersion(
          watch,
        )} is tried again shortly: ${stringifyError(error)}`,
      );
      await deps.database.statement(on =>
        changeClaimedWatch(on, watch, { dueAt: now + RETRY_EVERY_MS }),
      );
      return;
    }
    await store(deps, watch, {
      kind: 'asked',
      why: deps.renderer.redact(
        error instanceof Error ? error.message : String(error),
      ),
    });
  }
}

/** The request and the response of the watch are stored in one transaction, so two replicas request one rollback. */
async function requestRollback(
  deps: WatchDeps,
  watch: ClaimedWatch,
): Promise<void> {
  const { service, environment, deploymentId } = watch;
  await requestDeployment(
    deps,
    {
      service,
      environment,
      kind: 'rollback',
      reverts: deploymentId,
      reason: `${watch.version.name} breached its watch. ${
        watch.reason ?? ''
      }`.slice(0, MAX_REASON),
    },
    await createWatchCaller(deps),
    `watch/${deploymentId}`,
    // A deployment in progress is not replaced.
    false,
    createGuard(deps, watch),
  );
}

function createGuard(deps: WatchDeps, watch: ClaimedWatch): GuardRequest {
  return async (trx, { id, planned, queued, now }) => {
    if (!planned.observation) {
      throw new UnobservedError("The target didn't say what is running");
    }
    const { snapshot } = await getDeployment(trx, watch.deploymentId);
    const refusal = findRollbackRefusal({
      artifact: watch.version.artifact,
      snapshot: snapshot ?? { steps: [] },
      serviceEnvironment: await lockServiceEnvironment(trx, watch, now),
      observation: planned.observation,
      queued: queued.length,
      blockers: planned.blockers,
    });
    if (refusal !== undefined) {
      throw new RollbackRefusedError(refusal);
    }
    await respond(
      deps,
      trx,
      watch,
      { kind: 'rollback', deploymentId: id },
      { now, dueAt: now + FOLLOW_EVERY_MS },
    );
  };
}

async function openIncident(
  deps: WatchDeps,
  watch: ClaimedWatch,
): Promise<void> {
  const failingSince = watch.progress.checks.flatMap(
    check => check.failingSince ?? [],
  );
  const startedAt = Math.min(...failingSince, watch.endedAt ?? Infinity);
  const caller = await createWatchCaller(deps);
  const incidentId = await callWithDeadline(OPEN_INCIDENT_MS, () =>
    deps.openIncident(
      {
        service: watch.service,
        title: `${describeVersion(watch)} breached its watch: ${
          watch.reason ?? ''
        }`.slice(0, 200),
        startedAt: new Date(startedAt).toISOString(),
        causedBy: watch.deploymentId,
      },
      caller,
      `watch/${watch.deploymentId}`,
    ),
  );
  await store(deps, watch, { kind: 'incident', incidentId });
}

async function store(
  deps: WatchDeps,
  watch: ClaimedWatch,
  response: BreachResponse,
): Promise<void> {
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    await respond(deps, trx, watch, response, { now, dueAt: null });
  });
}

/** Stores the response and notifies the people responsible. Throws if another replica has claimed the watch. */
async function respond(
  deps: WatchDeps,
  trx: Knex.Transaction,
  watch: ClaimedWatch,
  response: BreachResponse,
  { now, dueAt }: { now: number; dueAt: number | null },
): Promise<void> {
  if (!(await changeClaimedWatch(trx, watch, { response, dueAt }))) {
    throw new ClaimLostError();
  }
  const { seq, responsible } = await readAudience(trx, watch);
  await publishWatch(deps, trx, watch, {
    seq,
    messages: listBreachMessages(watch, response, responsible),
    now,
  });
}

/** Notifies the people responsible of the end of the rollback: no person requested it, who would be notified. */
async function followRollback(
  deps: WatchDeps,
  watch: ClaimedWatch,
  rollbackId: string,
  now: number,
): Promise<void> {
  const rollback = (await readDeployment(deps.database.knex, rollbackId))
    ?.state;
  if (rollback && !isTerminal(rollback.status)) {
    await deps.database.statement(on =>
      changeClaimedWatch(on, watch, { dueAt: now + FOLLOW_EVERY_MS }),
    );
    return;
  }
  await deps.database.transaction(async trx => {
    if (!(await changeClaimedWatch(trx, watch, { dueAt: null }))) {
      return;
    }
    const { seq, responsible } = await readAudience(trx, watch);
    await publishWatch(deps, trx, watch, {
      seq,
      messages: listRollbackMessages(watch, rollback, responsible),
      now,
    });
  });
}
