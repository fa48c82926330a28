import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentStatus } from '@slipway/backstage-plugin-deployments-common';
import type { Evidence, StoredDeployment } from '../evidence';
import type { Rule } from '../rule';

const ended = (status: string) => isTerminal(status as DeploymentStatus);

/** Events that end a deployment. */
export const ENDINGS: ReadonlySet<string> = new Set([
  'succeeded',
  'failed',
  'rolledBack',
  'rollbackFailed',
  'cancelled',
  'expired',
  'superseded',
  'abandoned',
]);

/** Whether a deployment waits for a person. */
function waitsForPerson({ status, state }: StoredDeployment): boolean {
  const needsPerson = state.blockers.some(({ kind }) =>
    ['approval', 'hold', 'drift', 'decision'].includes(kind),
  );
  return (
    (status === 'queued' && needsPerson) ||
    (status === 'waiting' &&
      (needsPerson ||
        state.decision !== undefined ||
        state.paused !== undefined))
  );
}

export const noneStuck: Rule = {
  id: 'none-stuck',
  says: 'Every deployment has ended, or waits for a person.',
  check({ deployments, outboxLeft }) {
    const stuck = deployments
      .filter(it => !ended(it.status) && !waitsForPerson(it))
      .map(({ id, status, seq, state }) => ({
        message: `Deployment ${id} is stuck in ${status} since event ${seq}: ${
          state.message ?? 'no reason is stored'
        }`,
      }));
    return outboxLeft > 0
      ? [...stuck, { message: `${outboxLeft} messages were not delivered` }]
      : stuck;
  },
};

export const terminalIsFinal: Rule = {
  id: 'terminal-is-final',
  says: 'A terminal status never changes, and no event follows it.',
  check({ history, events }: Evidence) {
    const last = new Map<string, string>();
    const changed = history.flatMap(({ id, status, n }) => {
      const before = last.get(id);
      last.set(id, status);
      return before !== undefined && ended(before) && status !== before
        ? [
            {
              message: `Deployment ${id} went from ${before} to ${status} (change ${n})`,
            },
          ]
        : [];
    });
    const late = Object.entries(events).flatMap(([id, all]) => {
      const end = all.findIndex(({ type }) => ENDINGS.has(type));
      return end >= 0 && end < all.length - 1
        ? [
            {
              message: `Deployment ${id} ended with event ${
                end + 1
              }, and event ${end + 2} follows: ${all[end + 1]?.type}`,
            },
          ]
        : [];
    });
    return [...changed, ...late];
  },
};
