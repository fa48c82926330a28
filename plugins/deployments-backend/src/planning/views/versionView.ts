import type {
  Version,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { newestFirst } from './commitView';

/** A version as the API tells it: its commits newest first, in whatever order CI listed them. */
export function toVersionView(version: Version): Version {
  return { ...version, commits: newestFirst(version.commits) };
}

export function summarizeVersion(version: Version): VersionSummary {
  const [newest] = newestFirst(version.commits);
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

/** Only the facts of the schema: states carry more, e.g. flags. */
export function toVersionSummaryView(version: VersionSummary): VersionSummary {
  const { id, name, artifact, commitId, changeUrl } = version;
  return { id, name, artifact, commitId, changeUrl };
}
