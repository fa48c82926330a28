import type { Command } from '../pipeline/commands';
import { nextWork } from '../pipeline/nextWork';
import type { DeploymentState } from '../pipeline/state';
import type { Announce } from './perform';

/** What has to be committed before what can begin now: that the steps start, or that they cannot. */
export function intentsOf(
  announce: Announce,
  state: DeploymentState,
  now: number,
): Command[] {
  return nextWork(state, now).items.flatMap(item => {
    const isStart =
      item.type === 'startStep' || item.type === 'startRollbackStep';
    const report = isStart ? announce(item, state) : undefined;
    return report ? [report({ state, now })] : [];
  });
}
