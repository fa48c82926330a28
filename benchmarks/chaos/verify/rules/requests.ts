import type { DeploymentEvent } from '../../../../plugins/deployments-backend/src/domain/deployment/events';
import type { Rule, Violation } from '../rule';

export const acknowledgedIsKept: Rule = {
  id: 'acknowledged-is-kept',
  says: 'What was acknowledged is stored, and a request that was sent several times created one deployment.',
  check({ deployments, commands, ledger }) {
    const violations: Violation[] = [];
    const byId = new Map(deployments.map(it => [it.id, it]));
    const keys = new Map<string, string[]>();
    for (const { id, idempotencyKey } of deployments) {
      if (idempotencyKey !== undefined) {
        keys.set(idempotencyKey, [...(keys.get(idempotencyKey) ?? []), id]);
      }
    }
    for (const { n, ids, made, idempotencyKey } of ledger.creations) {
      const named = [...new Set([...ids, ...(keys.get(idempotencyKey) ?? [])])];
      if (named.length > 1) {
        violations.push({
          message: `Request ${n} (${idempotencyKey}) created ${
            named.length
          } deployments: ${named.join(', ')}`,
        });
      }
      if (made > 1) {
        violations.push({
          message: `Request ${n} (${idempotencyKey}) was acknowledged ${made} times as creating a deployment`,
        });
      }
      for (const id of named.filter(it => !byId.has(it))) {
        violations.push({
          message: `Deployment ${id} of request ${n} was acknowledged but is not stored`,
        });
      }
    }
    const kept = new Set(
      commands
        .filter(({ status }) => status === 'accepted')
        .map(({ deploymentId, commandId }) => `${deploymentId} ${commandId}`),
    );
    for (const { deploymentId, commandId, type, answers } of ledger.clicks) {
      const isAcknowledged = answers.some(status => status === 200);
      if (isAcknowledged && !kept.has(`${deploymentId} ${commandId}`)) {
        violations.push({
          message: `Command ${type} ${commandId} of deployment ${deploymentId} was acknowledged but is not stored`,
        });
      }
    }
    return violations;
  },
};

/** Events that only a person's command can cause, with those commands. */
const EVENTS_OF_COMMANDS: Partial<
  Record<DeploymentEvent['type'], readonly string[]>
> = {
  approvalDecided: ['approve', 'reject'],
  overridden: ['override'],
  paused: ['pause'],
  resumed: ['resume'],
  abandoned: ['abandon'],
};

export const oneClickOneCommand: Rule = {
  id: 'one-click-one-command',
  says: 'A button that is pressed twice sends one command with one outcome and one effect.',
  check({ events, commands, ledger }) {
    const violations: Violation[] = [];
    for (const {
      deploymentId,
      commandId,
      type,
      outcomes,
      sent,
    } of ledger.clicks) {
      const different = new Set(
        outcomes.filter(it => it.startsWith('{"status"')),
      );
      if (different.size > 1) {
        violations.push({
          message: `Command ${type} ${commandId} of deployment ${deploymentId}, sent ${sent} times, has ${
            different.size
          } outcomes: ${[...different].join(' ')}`,
        });
      }
    }
    const accepted = new Map<string, number>();
    const rows = new Map<string, number>();
    for (const { deploymentId, commandId, type, status } of commands) {
      const row = `${deploymentId} ${commandId}`;
      rows.set(row, (rows.get(row) ?? 0) + 1);
      if (status === 'accepted') {
        const name = `${deploymentId} ${type}`;
        accepted.set(name, (accepted.get(name) ?? 0) + 1);
      }
    }
    for (const [row, times] of rows) {
      if (times > 1) {
        violations.push({ message: `Command ${row} is stored ${times} times` });
      }
    }
    for (const [id, all] of Object.entries(events)) {
      for (const [type, causes] of Object.entries(EVENTS_OF_COMMANDS)) {
        const happened = all.filter(event => event.type === type).length;
        const requested = causes.reduce(
          (sum, cause) => sum + (accepted.get(`${id} ${cause}`) ?? 0),
          0,
        );
        if (happened > requested) {
          violations.push({
            message: `Deployment ${id} was ${type} ${happened} times by ${requested} commands`,
          });
        }
      }
    }
    return violations;
  },
};
