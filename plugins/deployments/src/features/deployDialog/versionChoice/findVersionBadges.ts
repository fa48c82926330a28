import type { Version } from '@slipway/backstage-plugin-deployments-common';

export interface VersionBadge {
  kind: 'in' | 'lastKnownGood' | 'older' | 'neverDeployed';
  environment?: string;
}

/**
 * Finds where a version is running, whether it is the last known good one of an environment or a downgrade there, and whether
 * it was never deployed.
 */
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
  if (version.neverDeployed) {
    badges.push({ kind: 'neverDeployed' });
  }
  return badges;
}
