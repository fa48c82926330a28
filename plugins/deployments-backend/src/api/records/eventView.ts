import type { DeploymentEvent as DeploymentEventDto } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { DeploymentEvent } from '../../domain/deployment/events';
import type { DeploymentState } from '../../domain/deployment/state';
import { describeEvent } from '../../domain/deployment/messages/describeEvent';
import { toApprovalView } from '../deployments/approvalView';
import { toTime } from '../../http/formatTime';

/** Handles are between engine and provider; the snapshot is told by the deployment itself. */
const NOT_SHOWN = new Set([
  'seq',
  'at',
  'by',
  'type',
  'stepId',
  'handle',
  'snapshot',
]);

/**
 * An event, in words and with what belongs to it.
 *
 * @param state - of the deployment at any time, for the titles of its steps
 */
export function toEventView(
  event: DeploymentEvent,
  state: DeploymentState,
): DeploymentEventDto {
  return {
    seq: event.seq,
    at: toTime(event.at),
    type: event.type,
    stepId: 'stepId' in event ? event.stepId : undefined,
    by: event.by,
    message: describeEvent(event, state),
    data: dataOf(event),
  };
}

function dataOf(event: DeploymentEvent): JsonObject {
  const shown =
    event.type === 'approved'
      ? { approval: toApprovalView(event.approval) }
      : event;
  // Events are plain data: they come out of JSON.
  const entries = Object.entries(shown) as [string, JsonObject[string]][];
  return Object.fromEntries(
    entries.filter(
      ([key, value]) => !NOT_SHOWN.has(key) && value !== undefined,
    ),
  );
}
