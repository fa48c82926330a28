import {
  EffectError,
  type Observation,
  type TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import { runsArtifact } from '../../domain/serviceEnvironment/observedVersions';
import { say } from '../../domain/text/say';
import { toPhrase } from '../../domain/text/stepSentences';
import { isOutage } from '../../persistence/isOutage';
import { findFlagsAndQuarantine } from '../../persistence/repositories/versions';
import {
  pollCandidate,
  startCandidate,
  toTargetVersion,
} from '../../steps/deployCandidate';
import { formatEffectKey } from '../../steps/effectRequest';
import {
  advanceEffect,
  toPlainData,
  type EffectState,
} from '../../steps/longEffect';
import { confirmObserved, readUnconfirmed } from './confirmObserved';
import type { RollbackCall } from './rollbackCall';
import {
  describeObservation,
  getRestoredSettings,
  OBSERVE_AFTER_MS,
  SEEN_WITHIN_MS,
  toRollbackEffect,
} from './rollbackCall';

/** Number of the effect that deploys a version again. 1 is the abort, and 2 and 3 follow a deployment. */
const REDEPLOYMENT = 4;

/** The progress of an `abort` that takes longer than a call, stored as the step's handle. */
interface AbortProgress {
  abort: TargetHandle;
  /** When the target reported that the abort is done, in epoch milliseconds. */
  doneAt?: number;
}

/**
 * The step's handle between the decision to deploy the version and the start of its deployment. `kept` outlives the
 * attempt. Otherwise a new owner or another attempt would decide again, by what it observes then, and an abort after a
 * deployment restores what ran before that: the bad version.
 */
const DEPLOYS = { kept: { deploys: true } };

/** Code of a target's error if it can't tell what `abort` should restore. */
const NOTHING_TO_RESTORE = 'nothing_to_restore';

/**
 * Restores the previous version. If it is still running, the target's `abort` sends all traffic back to it. Otherwise, or if
 * that doesn't restore it, it is deployed again. If the rollback chose the last known good version instead, that one is
 * deployed.
 */
export async function restorePrevious(
  knex: Knex,
  call: RollbackCall,
): Promise<RollbackStepResult> {
  const { state, step } = call;
  const { strategy, to } = state.rollback ?? {};
  const aborting = readAbortProgress(step.handle);
  if (aborting) {
    return continueAbort(call, aborting);
  }
  if (to && (isRedeployment(step) || strategy === 'last_known_good')) {
    const { handle, ...unstarted } = step;
    return redeploy(
      knex,
      handle?.kept ? { ...call, step: unstarted } : call,
      to,
    );
  }
  const seen = to && (await observe(call));
  if (to && seen?.observation && !isAlive(call, seen.observation)) {
    return deployInstead(call, to, `${to.name} is no longer running`);
  }
  return continueAbort(call, undefined);
}

/** Whether a restore deploys the version again. */
export function isRedeployment({
  handle,
  kept,
}: Pick<RollbackCall['step'], 'handle' | 'kept'>): boolean {
  return (
    kept !== undefined ||
    (handle !== undefined && readAbortProgress(handle) === undefined)
  );
}

/**
 * Asks the target to abort, and waits until its observation confirms that it did. If the abort takes longer than a call, it
 * is polled first, as long as the step may take.
 */
async function continueAbort(
  call: RollbackCall,
  progress: AbortProgress | undefined,
): Promise<RollbackStepResult> {
  const { state, snapshot, target, step, now } = call;
  const to = state.rollback?.to;
  let current = progress;
  if (current?.doneAt === undefined) {
    const abort = await advanceEffect(
      target,
      toRollbackEffect(call),
      current?.abort,
      {
        doing: { message: step.title },
        start: effect =>
          target.abort({
            ...effect,
            ...(state.candidate ? { candidate: state.candidate } : {}),
            ...(to ? { previous: toTargetVersion(to) } : {}),
          }),
      },
    ).catch(toFailedAbort);
    switch (abort.state) {
      case 'failed':
        return to && abort.error.code === NOTHING_TO_RESTORE
          ? deployInstead(call, to, abort.error.message)
          : abort;
      case 'running':
        return {
          ...abort.report,
          handle: toPlainData({ abort: abort.handle }),
        };
      case 'done':
        current = current && { ...current, doneAt: now };
        break;
      default: {
        const unknown: never = abort;
        throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
      }
    }
  }
  const { observation, description } = await observe(call);
  if (observation && isBack(call, observation)) {
    return { state: 'succeeded', effects: { trafficWeight: 0 } };
  }
  const since = current?.doneAt ?? step.attemptStartedAt ?? now;
  const withinMs = snapshot.observe ? call.confirmWithinMs : SEEN_WITHIN_MS;
  // What can't be observed may well be restored, so the step waits for it as long as it may take.
  if (!observation || now < since + withinMs) {
    return {
      state: 'running',
      pollAfterMs: OBSERVE_AFTER_MS,
      message: `Waiting until the target shows ${
        to ? `only ${to.name}` : 'no version'
      }: ${description}`,
      ...(current ? { handle: toPlainData(current) } : {}),
    };
  }
  return to
    ? deployInstead(
        call,
        to,
        `The target did not restore ${to.name}: ${description}`,
      )
    : {
        state: 'failed',
        error: {
          code: 'not-restored',
          message: `The target has not stopped the version: ${description}`,
        },
        retryable: true,
      };
}

/** Reads what runs. There is no observation if that fails, unless our own database is unavailable: then it throws. */
async function observe(
  call: RollbackCall,
): Promise<{ observation?: Observation; description: string }> {
  try {
    const observation = await call.observe();
    return { observation, description: describeObservation(observation) };
  } catch (error) {
    if (isOutage(error)) throw error;
    return {
      description: `what is running can't be read: ${
        error instanceof Error ? error.message : String(error)
      }`,
    };
  }
}

/** The error of a target that can't tell what to restore becomes a failed abort; every other error is thrown on. */
function toFailedAbort(
  error: unknown,
): Extract<EffectState, { state: 'failed' }> {
  if (error instanceof EffectError && error.code === NOTHING_TO_RESTORE) {
    return {
      state: 'failed',
      error: { code: error.code, message: error.message },
      retryable: false,
    };
  }
  throw error;
}

/** Decides to deploy the version, because an abort can't restore it or has not done so. The next call does so. */
function deployInstead(
  { log }: RollbackCall,
  to: VersionSummary,
  reason: string,
): RollbackStepResult {
  log.write(`${reason}. ${to.name} is deployed again.`, 'warn');
  return {
    state: 'running',
    pollAfterMs: 0,
    ...toPhrase([say('result_deploying_again', { version: to.name })]),
    handle: DEPLOYS,
  };
}

/** Deploys a version that is no longer running. Where another provider observes, it counts only once that one has seen it. */
async function redeploy(
  knex: Knex,
  call: RollbackCall,
  to: VersionSummary,
): Promise<RollbackStepResult> {
  const { handle } = call.step;
  const result =
    readUnconfirmed(handle)?.result ?? (await deployAgain(knex, call, to));
  const { observe: observer } = call.snapshot;
  return observer && result.state === 'succeeded'
    ? confirmObserved(result, {
        expected: { version: to, weight: 100 },
        observer: observer.provider,
        observe: () => call.observe(),
        handle,
        now: call.now,
        withinMs: call.confirmWithinMs,
      })
    : result;
}

async function deployAgain(
  knex: Knex,
  call: RollbackCall,
  to: VersionSummary,
): Promise<RollbackStepResult> {
  // The rollback target was chosen when the deployment started, and may have been quarantined since.
  const stored = call.step.handle
    ? undefined
    : await findFlagsAndQuarantine(knex, call.state.service, to.id);
  if (stored?.quarantined) {
    return {
      state: 'failed',
      error: {
        code: 'quarantined',
        message: `${to.name} is quarantined: ${stored.quarantined.reason}. Roll back to another version.`,
      },
      retryable: false,
    };
  }
  const request = {
    ...toRollbackEffect(call),
    idempotencyKey: chooseRedeployKey(call),
    settings: getRestoredSettings(call, to),
    target: call.target,
  };
  const deployment = {
    version: toTargetVersion(to),
    intent: 'rollback' as const,
    restart: false,
    // The version that is rolled back may serve no requests, so the previous one is started next to it at once.
    rolling: false,
    weight: 100,
    retireOthers: true,
  };
  const result = call.step.handle
    ? await pollCandidate(request, call.step.handle, deployment)
    : await startCandidate(request, deployment);
  return withoutCandidate(result);
}

/** The abort and the deployment of an attempt need a key each, because a key always stands for the same effect. */
function chooseRedeployKey({ state, idempotencyKey }: RollbackCall): string {
  return state.rollback?.strategy === 'last_known_good'
    ? idempotencyKey
    : formatEffectKey(idempotencyKey, REDEPLOYMENT);
}

function isAlive({ state }: RollbackCall, seen: Observation): boolean {
  return seen.instances.some(
    instance =>
      instance.ready &&
      instance.id !== state.candidate?.id &&
      runsArtifact(instance, state.rollback?.to?.artifact),
  );
}

function isBack({ state }: RollbackCall, seen: Observation): boolean {
  const serving = seen.instances.filter(({ weight }) => weight > 0);
  const to = state.rollback?.to;
  return to
    ? serving.length > 0 &&
        serving.every(instance => runsArtifact(instance, to.artifact)) &&
        serving.some(({ ready }) => ready)
    : !serving.some(instance => runsArtifact(instance, state.version.artifact));
}

/**
 * Removes the restored version from the result's effects, so that it doesn't become the deployment's candidate. The
 * candidate remains the version that is rolled back, with 0 % of the traffic.
 */
function withoutCandidate(result: RollbackStepResult): RollbackStepResult {
  switch (result.state) {
    case 'running': {
      const { effects: _, ...rest } = result;
      return rest;
    }
    case 'succeeded':
      return { ...result, effects: { trafficWeight: 0 } };
    default:
      return result;
  }
}

function readAbortProgress(
  handle: JsonObject | undefined,
): AbortProgress | undefined {
  return handle?.abort ? (handle as unknown as AbortProgress) : undefined;
}
