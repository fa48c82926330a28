import type {
  EnvironmentState,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

export interface VersionBadge {
  kind: 'in' | 'lastKnownGood' | 'older' | 'quarantined';
  environment?: string;
}

/**
 * Finds what a person should know about a version before choosing it for an environment.
 *
 * @param known - The loaded versions. The running version's age is only known if it is among them.
 */
export function findVersionBadges(
  version: Version,
  state: EnvironmentState | undefined,
  known: Version[],
): VersionBadge[] {
  const badges: VersionBadge[] = (version.environments ?? []).map(
    environment => ({ kind: 'in', environment }),
  );
  if (
    state &&
    (version.lastKnownGoodIn ?? []).includes(state.environment.name)
  ) {
    badges.push({ kind: 'lastKnownGood' });
  }
  const running = known.find(({ id }) => id === state?.current?.version.id);
  if (
    running &&
    Date.parse(version.createdAt) < Date.parse(running.createdAt)
  ) {
    badges.push({ kind: 'older' });
  }
  if (version.quarantined) {
    badges.push({ kind: 'quarantined' });
  }
  return badges;
}
