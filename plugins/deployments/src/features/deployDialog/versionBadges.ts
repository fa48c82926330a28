import type {
  EnvironmentState,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

export interface VersionBadge {
  kind: 'in' | 'lastKnownGood' | 'older' | 'quarantined';
  environment?: string;
}

/**
 * What is worth knowing of a version before it is chosen for an environment.
 *
 * @param known - Versions that were loaded: the age of what runs is known only if it is among them.
 */
export function versionBadges(
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
