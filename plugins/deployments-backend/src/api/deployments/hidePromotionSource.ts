import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';

/** The kinds of blockers that say what runs in the environment that another one promotes from. */
const KINDS: readonly Blocker['kind'][] = ['promotion', 'soak'];

/**
 * Removes from blockers what runs in the environment that `environment` promotes from, unless the reader can see it.
 *
 * @param readable - the environments that the reader can see
 */
export function hidePromotionSource(
  blockers: readonly Blocker[],
  { promotesFrom }: Pick<EnvironmentModel, 'promotesFrom'>,
  readable: readonly Pick<EnvironmentModel, 'name'>[],
): Blocker[] {
  const isVisible =
    !promotesFrom ||
    readable.some(({ name }) => name === promotesFrom.environment);
  return isVisible
    ? [...blockers]
    : blockers.map(blocker =>
        KINDS.includes(blocker.kind)
          ? {
              kind: blocker.kind,
              message:
                "The version must run in another environment first, which you can't see.",
            }
          : blocker,
      );
}
