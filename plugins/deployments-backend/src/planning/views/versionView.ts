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

/** Returns only the fields of the API schema. States contain more, such as flags. */
export function toVersionSummaryView(version: VersionSummary): VersionSummary {
  const { id, name, artifact, commitId, changeUrl } = version;
  return { id, name, artifact, commitId, changeUrl };
}
