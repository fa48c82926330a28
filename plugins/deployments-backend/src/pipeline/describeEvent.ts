import type { DeploymentEvent } from './events';
import type { DeploymentState } from './state';

export function describeEvent(
  event: DeploymentEvent,
  _state?: DeploymentState,
): string {
  return event.type;
}
