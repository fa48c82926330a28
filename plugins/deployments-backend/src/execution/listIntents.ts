import type { CommitFollowUp } from '../commit/commitFollowUp';
import { nextWork } from '../domain/deployment/nextWork';
import type { BuildIntent } from './effects/createPerform';

/** Lists the commands to commit before the effects that can start in a state. */
export type ListIntents = CommitFollowUp['listIntents'];

/**
 * Creates the function that lists intents. Each intent says that a step starts, or that its request can't be built.
 */
export function createListIntents(buildIntent: BuildIntent): ListIntents {
  return (state, now) =>
    nextWork(state, now).items.flatMap(item => {
      const isStart =
        item.type === 'startStep' || item.type === 'startRollbackStep';
      const buildCommand = isStart ? buildIntent(item, state) : undefined;
      return buildCommand ? [buildCommand({ state, now })] : [];
    });
}
