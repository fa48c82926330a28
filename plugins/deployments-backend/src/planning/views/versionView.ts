import type {
  Version,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';

export function summarizeVersion(version: Version): VersionSummary {
  return {
    id: version.id,
    name: version.name,
    artifact: version.artifact,
    ...(version.commitId === undefined ? {} : { commitId: version.commitId }),
    ...(version.changeUrl === undefined
      ? {}
      : { changeUrl: version.changeUrl }),
  };
}
