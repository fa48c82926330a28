import type { Version } from '@slipway/backstage-plugin-deployments-common';

/** The groups of the version list, in their order. */
const GROUPS = ['proposed', 'others', 'ineligible'] as const;

export type VersionGroup = (typeof GROUPS)[number];

/** Finds the group of a version. Without a chosen environment, only quarantined versions are ineligible. */
export function findVersionGroup(
  version: Version,
  proposedId: string | undefined,
): VersionGroup {
  if (version.id === proposedId) {
    return 'proposed';
  }
  return version.quarantined || version.blockers?.length
    ? 'ineligible'
    : 'others';
}

/** Orders versions by group. Within a group they keep their order. */
export function groupVersions(
  versions: readonly Version[],
  proposedId: string | undefined,
): Version[] {
  return GROUPS.flatMap(group =>
    versions.filter(version => findVersionGroup(version, proposedId) === group),
  );
}
