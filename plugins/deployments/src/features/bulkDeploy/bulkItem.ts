import type {
  ComparedService,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';

/** The most deployments that are requested, and shown on one page, at once. */
export const MOST_AT_ONCE = 50;

/** A service to promote. */
export interface BulkItem {
  service: ComparedService['service'];
  /** What runs in the environment to promote from, which is the version to deploy. Absent if nothing does. */
  version?: VersionSummary;
  /** What runs in the environment to promote to. Absent if nothing does. */
  current?: VersionSummary;
}
