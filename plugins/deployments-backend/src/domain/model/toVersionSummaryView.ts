import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';

/** Returns only the fields of the API schema. States contain more, such as flags. */
export function toVersionSummaryView(version: VersionSummary): VersionSummary {
  const { id, name, artifact, commitId, changeUrl } = version;
  return { id, name, artifact, commitId, changeUrl };
}
