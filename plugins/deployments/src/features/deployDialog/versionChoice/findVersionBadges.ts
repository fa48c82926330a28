import type { Version } from '@slipway/backstage-plugin-deployments-common';

export interface VersionBadge {
  kind: 'in' | 'lastKnownGood' | 'older';
  environment?: string;
}

/** Finds where a version is running, and whether it is the last known good one of an environment or a downgrade there. */
export function findVersionBadges(
  version: Version,
  environment: string | undefined,
): VersionBadge[] {
  const badges: VersionBadge[] = (version.environments ?? []).map(name => ({
    kind: 'in',
    environment: name,
  }));
  if (
    environment !== undefined &&
    version.lastKnownGoodIn?.includes(environment)
  ) {
    badges.push({ kind: 'lastKnownGood' });
  }
  if (version.sinceRunning?.direction === 'backward') {
    badges.push({ kind: 'older' });
  }
  return badges;
}
