import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import type { NewAuditEntry } from '../model/auditEntry';

/** Derives the audit entries for events that changed an environment, or decided that it would change. Pure. */
export function toAuditEntries(
  events: DeploymentEvent[],
  after: DeploymentState,
): NewAuditEntry[] {
  return events.flatMap(event => {
    const recorded = toRecordedAction(event);
    if (!recorded) {
      return [];
    }
    return [
      {
        at: event.at,
        actor: engineFor(after),
        action: `deployment.${recorded.action}`,
        outcome: 'accepted' as const,
        service: after.service,
        environment: after.environment,
        deploymentId: after.id,
        ...(recorded.reason === undefined ? {} : { reason: recorded.reason }),
        details: {
          seq: event.seq,
          version: after.version.name,
          artifact: after.version.artifact,
          ...recorded.details,
        },
      },
    ];
  });
}

/** The engine acts on behalf of the requester. */
function engineFor(state: DeploymentState): Principal {
  return {
    principal: 'service:slipway',
    onBehalfOf: state.requestedBy.principal,
    via: 'system',
  };
}

interface Recorded {
  action: string;
  reason?: string;
  details?: JsonObject;
}

function toRecordedAction(event: DeploymentEvent): Recorded | undefined {
  switch (event.type) {
    case 'started':
      return {
        action: 'started',
        details: { planHash: event.planHash, fence: event.fence },
      };
    case 'claimed':
      return { action: 'claimed', details: { fence: event.fence } };
    case 'stepStarted':
      return event.isFirstChange
        ? {
            action: 'touched',
            details: { step: event.stepId, attempt: event.attempt },
          }
        : undefined;
    case 'trafficShifted':
      return { action: 'traffic_shifted', details: { weight: event.weight } };
    case 'baselineRetired':
      return { action: 'baseline_retired' };
    case 'approvalsVoided':
      return { action: 'approvals_voided', reason: event.reason };
    case 'rollbackStarted':
      return {
        action: 'rollback_started',
        reason: event.rollback.message,
        details: {
          cause: event.rollback.cause,
          strategy: event.rollback.strategy,
          ...(event.rollback.to ? { to: event.rollback.to.name } : {}),
        },
      };
    case 'succeeded':
      return {
        action: 'succeeded',
        details: { verification: event.verification },
      };
    case 'rolledBack':
      return {
        action: 'rolled_back',
        details: { verification: event.verification },
      };
    case 'failed':
      return { action: 'failed', reason: event.message };
    case 'rollbackFailed':
      return { action: 'rollback_failed', reason: event.message };
    case 'cancelled':
      return { action: 'cancelled', reason: event.message };
    case 'expired':
      return { action: 'expired', reason: event.message };
    case 'superseded':
      return {
        action: 'superseded',
        details: { byDeployment: event.byDeployment },
      };
    case 'abandoned':
      return { action: 'abandoned', reason: event.message };
    default:
      return undefined;
  }
}
