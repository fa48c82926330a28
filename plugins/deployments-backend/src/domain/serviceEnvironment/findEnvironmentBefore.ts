import type { EnvironmentModel } from '../model/deploymentsModel';

/**
 * Finds the environment that versions come from: by the promotion rule, else the one before in the order. Undefined if there
 * is none, or if the reader can't see it. Pure.
 *
 * @param readable - the service's environments that the reader can see, in promotion order
 */
export function findEnvironmentBefore(
  environment: Pick<EnvironmentModel, 'name' | 'promotesFrom'>,
  readable: readonly EnvironmentModel[],
): EnvironmentModel | undefined {
  const source = environment.promotesFrom?.environment;
  const position = readable.findIndex(({ name }) => name === environment.name);
  return source === undefined
    ? readable[position - 1]
    : readable.find(({ name }) => name === source);
}
