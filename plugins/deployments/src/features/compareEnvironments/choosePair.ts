import type { Environment } from '@slipway/backstage-plugin-deployments-common';

/** Two different environments to compare. */
export interface EnvironmentNames {
  from: string;
  to: string;
}

/**
 * The environments that are most often compared: the first production, and the environment that it promotes from or, without
 * one, that comes before it. Otherwise the last two in promotion order. Undefined if there are fewer than two.
 *
 * @param near - the name of an environment to compare with the one that comes before it, or after it if it is the first
 */
export function choosePair(
  environments: readonly Environment[],
  near?: string,
): EnvironmentNames | undefined {
  const ordered = [...environments].sort((a, b) => a.order - b.order);
  const position = ordered.findIndex(({ name }) => name === near);
  const to =
    (position >= 0 ? ordered[Math.max(position, 1)] : undefined) ??
    ordered.slice(1).find(({ tier }) => tier === 'production') ??
    ordered.slice(1).at(-1);
  const from =
    ordered.find(({ name }) => name === to?.promotesFrom?.environment) ??
    (to && ordered[ordered.indexOf(to) - 1]);
  return to && from && { from: from.name, to: to.name };
}
