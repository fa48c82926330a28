import type { DeploymentEvent } from '../../../../plugins/deployments-backend/src/domain/deployment/events';
import type { EffectEntry } from '../../world/effectLog';
import { parseKey } from '../parseKey';
import type { Rule, Violation } from '../rule';

/** Returns the step of an event as idempotency keys name it. */
function getStep(event: DeploymentEvent): string | undefined {
  if ('stepId' in event && event.stepId !== undefined) {
    return event.stepId;
  }
  return event.type.startsWith('rollbackStep') && 'id' in event
    ? `rollback:${event.id}`
    : undefined;
}

const DONE: ReadonlySet<string> = new Set([
  'stepSucceeded',
  'stepSkipped',
  'rollbackStepSucceeded',
]);
const STARTED: ReadonlySet<string> = new Set([
  'stepStarted',
  'rollbackStepStarted',
]);
/** Events that allow another attempt: the previous one has failed, or a person requested it. */
const ENDED_ATTEMPT: ReadonlySet<string> = new Set([
  'stepRetrying',
  'stepFailed',
  'stepWaiting',
  'stepCancelled',
  'decided',
  'decisionNeeded',
  'rollbackStepRetrying',
  'rollbackStepUnknown',
  'rollbackStepFailed',
]);

export const noStepTwice: Rule = {
  id: 'no-step-twice',
  says: 'A completed step does not run again, and another attempt follows only the recorded end of the previous one.',
  check({ events, effects }) {
    const violations: Violation[] = [];
    /** When a step was done, by deployment and step. */
    const doneAt = new Map<string, number>();
    for (const [id, all] of Object.entries(events)) {
      const attempts = new Map<string, { attempt: number; isOpen: boolean }>();
      for (const event of all) {
        const step = getStep(event);
        if (step === undefined) {
          continue;
        }
        const name = `${id}/${step}`;
        const before = attempts.get(step);
        if (DONE.has(event.type)) {
          if (doneAt.has(name)) {
            violations.push({
              message: `Step ${step} of deployment ${id} was completed twice, the second time in event ${event.seq}`,
            });
          }
          doneAt.set(name, event.at);
        } else if (STARTED.has(event.type) && 'attempt' in event) {
          if (doneAt.has(name)) {
            violations.push({
              message: `Step ${step} of deployment ${id} was completed and started again in event ${event.seq}`,
            });
          }
          if (before?.isOpen || event.attempt !== (before?.attempt ?? 0) + 1) {
            violations.push({
              message: `Attempt ${
                event.attempt
              } of step ${step} of deployment ${id} (event ${
                event.seq
              }) follows attempt ${before?.attempt ?? 0} which had not ended`,
            });
          }
          attempts.set(step, { attempt: event.attempt, isOpen: true });
        } else if (ENDED_ATTEMPT.has(event.type) && before) {
          before.isOpen = false;
        }
      }
    }
    for (const entry of findStartedEffects(effects)) {
      const parts = parseKey(entry.key);
      const done = doneAt.get(`${parts?.deploymentId}/${parts?.step}`);
      if (done !== undefined && entry.at > done) {
        violations.push({
          message: `Effect ${entry.kind} ${entry.key} (log ${
            entry.n
          }) started ${entry.at - done} ms after its step was completed`,
        });
      }
    }
    return violations;
  },
};

export const oneKeyPerAttempt: Rule = {
  id: 'one-key-per-attempt',
  says: 'An attempt starts no effect under two keys, and each key starts its effect once.',
  check({ effects }) {
    const violations: Violation[] = [];
    const keys = new Map<string, string>();
    const seen = new Set<string>();
    for (const { key, kind, body, n, deploymentId } of findStartedEffects(
      effects,
    )) {
      const parts = parseKey(key);
      if (!parts || parts.deploymentId !== deploymentId) {
        violations.push({
          message: `Effect ${n} of deployment ${deploymentId} came under the key ${key}, which is not its own`,
        });
        continue;
      }
      if (seen.has(key)) {
        violations.push({ message: `Key ${key} started its effect twice` });
      }
      seen.add(key);
      // A cancel that is not confirmed is requested again, which is another request.
      const request = kind === 'cancel' ? parts.effect : '';
      const attempt = `${parts.step} ${parts.attempt} ${deploymentId} ${body} ${request}`;
      const other = keys.get(attempt);
      if (other !== undefined && other !== key) {
        violations.push({
          message: `Attempt ${parts.attempt} of step ${parts.step} of deployment ${deploymentId} started ${kind} under two keys: ${other} and ${key}`,
        });
      }
      keys.set(attempt, key);
    }
    return violations;
  },
};

export const sameKeySameBody: Rule = {
  id: 'same-key-same-body',
  says: 'A key always has the same body.',
  check: ({ effects }) =>
    effects
      .filter(({ what }) => what === 'conflict')
      .map(({ key, body, n }) => ({
        message: `Key ${key} came with another body: ${body} (log ${n})`,
      })),
};

/** Finds effects that were accepted and not known before, in order. */
export function findStartedEffects(effects: EffectEntry[]): EffectEntry[] {
  return effects.filter(({ what }) => what === 'begin');
}
