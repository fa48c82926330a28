import type { DeploymentEvent } from '../../../../plugins/deployments-backend/src/domain/deployment/events';
import type { EffectEntry } from '../../world/effectLog';
import { listParts } from '../keys';
import type { Rule, Violation } from '../rules';

/** A step or a step of a rollback, as its key names it. */
function stepOf(event: DeploymentEvent): string | undefined {
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
/** What makes another attempt right: the one before is on record as failed, or a person asked for it. */
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
  says: 'What a step has completed is not done again, and another attempt follows only a recorded end of the one before.',
  check({ events, effects }) {
    const violations: Violation[] = [];
    /** When a step was done, by deployment and step. */
    const doneAt = new Map<string, number>();
    for (const [id, all] of Object.entries(events)) {
      const attempts = new Map<string, { attempt: number; isOpen: boolean }>();
      for (const event of all) {
        const step = stepOf(event);
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
              message: `Step ${step} of deployment ${id} was completed and is started again in event ${event.seq}`,
            });
          }
          if (before?.isOpen || event.attempt !== (before?.attempt ?? 0) + 1) {
            violations.push({
              message: `Attempt ${
                event.attempt
              } of step ${step} of deployment ${id} (event ${
                event.seq
              }) follows attempt ${before?.attempt ?? 0} that had not ended`,
            });
          }
          attempts.set(step, { attempt: event.attempt, isOpen: true });
        } else if (ENDED_ATTEMPT.has(event.type) && before) {
          before.isOpen = false;
        }
      }
    }
    for (const entry of begun(effects)) {
      const parts = listParts(entry.key);
      const done = doneAt.get(`${parts?.deploymentId}/${parts?.step}`);
      if (done !== undefined && entry.at > done) {
        violations.push({
          message: `Effect ${entry.kind} ${entry.key} (log ${entry.n}) began ${
            entry.at - done
          } ms after its step was completed`,
        });
      }
    }
    return violations;
  },
};

export const oneKeyPerAttempt: Rule = {
  id: 'one-key-per-attempt',
  says: 'No effect is started under two keys for one attempt, and each key begins its effect once.',
  check({ effects }) {
    const violations: Violation[] = [];
    const keys = new Map<string, string>();
    const seen = new Set<string>();
    for (const { key, kind, body, n, deploymentId } of begun(effects)) {
      const parts = listParts(key);
      if (!parts || parts.deploymentId !== deploymentId) {
        violations.push({
          message: `Effect ${n} of deployment ${deploymentId} came under the key ${key}, which is not one of its own`,
        });
        continue;
      }
      if (seen.has(key)) {
        violations.push({ message: `Key ${key} began its effect twice` });
      }
      seen.add(key);
      // Whoever does not confirm a cancel is asked again, which is another asking.
      const asking = kind === 'cancel' ? parts.effect : '';
      const attempt = `${parts.step} ${parts.attempt} ${deploymentId} ${body} ${asking}`;
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
  says: 'A key always stands for the same effect.',
  check: ({ effects }) =>
    effects
      .filter(({ what }) => what === 'conflict')
      .map(({ key, body, n }) => ({
        message: `Key ${key} came with another body: ${body} (log ${n})`,
      })),
};

/** Effects that were accepted and not known before, in their order. */
export function begun(effects: EffectEntry[]): EffectEntry[] {
  return effects.filter(({ what }) => what === 'begin');
}
