import { isDeepStrictEqual } from 'node:util';
import { toAuditEntries } from '../../../../plugins/deployments-backend/src/domain/audit/toAuditEntries';
import { fold } from '../../../../plugins/deployments-backend/src/domain/deployment/reduce/reduce';
import type { Rule, Violation } from '../rule';

export const eventsComplete: Rule = {
  id: 'events-complete',
  says: 'Events are numbered without gaps, ordered by time, and as many as the row says.',
  check: ({ deployments, events }) =>
    deployments.flatMap(({ id, seq }) => {
      const all = events[id] ?? [];
      const violations: Violation[] = [];
      all.forEach((event, index) => {
        if (event.seq !== index + 1) {
          violations.push({
            message: `Deployment ${id}: event ${
              event.seq
            } is stored as number ${index + 1}`,
          });
        }
        const before = all[index - 1];
        if (before && event.at < before.at) {
          violations.push({
            message: `Deployment ${id}: event ${event.seq} is older than the previous one`,
          });
        }
      });
      if (all.length !== seq) {
        violations.push({
          message: `Deployment ${id} has ${all.length} events, its row says ${seq}`,
        });
      }
      return violations;
    }),
};

export const replayIsState: Rule = {
  id: 'replay-is-state',
  says: 'Replaying the events produces the stored state.',
  check: ({ deployments, events }) =>
    deployments.flatMap(({ id, state, status }) => {
      let replayed: unknown;
      try {
        replayed = JSON.parse(JSON.stringify(fold(events[id] ?? []) ?? null));
      } catch (error) {
        return [{ message: `Deployment ${id} cannot be replayed: ${error}` }];
      }
      const stored = JSON.parse(JSON.stringify(state));
      return isDeepStrictEqual(replayed, stored) && status === state.status
        ? []
        : [
            {
              message: `Deployment ${id} in ${status} does not match its events${describeDifference(
                replayed,
                stored,
              )}`,
            },
          ];
    }),
};

function describeDifference(replayed: unknown, stored: unknown): string {
  const a = (replayed ?? {}) as Record<string, unknown>;
  const b = (stored ?? {}) as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    key => !isDeepStrictEqual(a[key], b[key]),
  );
  return keys.length > 0 ? `; they differ in ${keys.join(', ')}` : '';
}

export const auditComplete: Rule = {
  id: 'audit-complete',
  says: 'Each request, command and change of an environment has exactly one audit entry, sealed in an unbroken chain.',
  check({ deployments, events, commands, audit, chain }) {
    const violations: Violation[] = [];
    const found = new Map<string, number>();
    for (const { deploymentId, action, details, actor } of audit) {
      const isEngines = actor === 'service:slipway';
      const name = details.commandId ?? (isEngines ? details.seq : '');
      const entry = `${action} ${name} of deployment ${deploymentId}`;
      found.set(entry, (found.get(entry) ?? 0) + 1);
    }
    const expect = (entry: string) => {
      const times = found.get(entry) ?? 0;
      if (times !== 1) {
        violations.push({
          message: `The audit trail has ${times} entries of ${entry}`,
        });
      }
      found.delete(entry);
    };
    for (const { id, state } of deployments) {
      expect(`deployment.requested  of deployment ${id}`);
      for (const { action, details } of toAuditEntries(
        events[id] ?? [],
        state,
      )) {
        expect(`${action} ${details?.seq} of deployment ${id}`);
      }
    }
    for (const { deploymentId, commandId, type } of commands) {
      expect(`deployment.${type} ${commandId} of deployment ${deploymentId}`);
    }
    for (const [entry] of found) {
      if (entry.startsWith('deployment.')) {
        violations.push({
          message: `The audit trail has an entry of something that did not happen: ${entry}`,
        });
      }
    }
    if (chain.result === 'broken') {
      violations.push({ message: `The chain is broken: ${chain.message}` });
    }
    const unsealed = audit.filter(({ position }) => position === undefined);
    if (unsealed.length > 0) {
      violations.push({
        message: `${unsealed.length} audit entries were never sealed`,
      });
    }
    return violations;
  },
};
