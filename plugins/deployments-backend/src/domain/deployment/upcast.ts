import type { DeploymentEvent } from './events';
import type { DeploymentState } from './state';

type Stored = Record<string, unknown>;

/**
 * Converts a stored event to the current vocabulary. Events are never rewritten, so each old spelling stays here:
 *
 * - up to and including reducer version 2, `approvalDecided` was `approved`, also for rejections, with `choice` instead of
 *   `decision`
 * - up to and including reducer version 2, the flag `isFirstChange` of `stepStarted` was `touches`
 */
export function upcastEvent(stored: {
  type: string;
  [field: string]: unknown;
}): DeploymentEvent {
  const event: Stored = stored;
  switch (event.type) {
    case 'approved':
      return {
        ...event,
        type: 'approvalDecided',
        approval: upcastApproval(event.approval as Stored),
      } as unknown as DeploymentEvent;
    case 'stepStarted':
      return rename(event, {
        touches: 'isFirstChange',
      }) as unknown as DeploymentEvent;
    default:
      return event as unknown as DeploymentEvent;
  }
}

/**
 * Converts a stored state to the current vocabulary. When the reducer's version is raised, deployments in progress are
 * folded again. Ended ones keep their stored state, which up to and including version 2 has the fields `touched`,
 * `touchedAt` and, in approvals, `choice`.
 */
export function upcastState(stored: object): DeploymentState {
  const state = rename(stored as Stored, {
    touched: 'mayHaveChanged',
    touchedAt: 'firstChangeAt',
  });
  return {
    ...state,
    approvals: (state.approvals as Stored[]).map(upcastApproval),
  } as unknown as DeploymentState;
}

function upcastApproval(approval: Stored): Stored {
  return rename(approval, { choice: 'decision' });
}

/** Renames keys that are present; keeps the order of the keys. */
function rename(record: Stored, names: Record<string, string>): Stored {
  return Object.keys(names).some(name => name in record)
    ? Object.fromEntries(
        Object.entries(record).map(([key, value]) => [
          names[key] ?? key,
          value,
        ]),
      )
    : record;
}
