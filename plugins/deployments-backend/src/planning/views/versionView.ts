import type {
  Version,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { sortNewestFirst } from './sortNewestFirst';

/** Converts a version to its API representation, with its commits newest first. */
export function toVersionView(version: Version): Version {
  return { ...version, commits: sortNewestFirst(version.commits) };
}

export function summarizeVersion(version: Version): VersionSummary {
  const [newest] = sortNewestFirst(version.commits);
  return {
    id: version.id,
    name: version.name,
    artifact: version.artifact,
    ...(newest ? { commitId: newest.id } : {}),
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
