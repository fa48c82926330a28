import type { Command } from '../domain/deployment/commands';
import { nextWork } from '../domain/deployment/nextWork';
import type { DeploymentState } from '../domain/deployment/state';
import type { RecordIntent } from './effects/createPerform';

/**
 * Lists the commands to commit before the effects that can start now. Each says that a step starts, or that its request
 * can't be built.
 */
export function listIntents(
  recordIntent: RecordIntent,
  state: DeploymentState,
  now: number,
): Command[] {
  return nextWork(state, now).items.flatMap(item => {
    const isStart =
      item.type === 'startStep' || item.type === 'startRollbackStep';
    const report = isStart ? recordIntent(item, state) : undefined;
    return report ? [report({ state, now })] : [];
  });
}
