import type { Command } from '../domain/deployment/commands';
import { nextWork } from '../domain/deployment/nextWork';
import type { DeploymentState } from '../domain/deployment/state';
import type { RecordIntent } from './effects/perform';

/** What has to be committed before what can begin now: that the steps start, or that they cannot. */
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
