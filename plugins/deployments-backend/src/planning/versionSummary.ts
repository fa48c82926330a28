import type {
  Version,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { summarizeVersion } from './views/versionView';
import { findByArtifact } from '../persistence/repositories/versions';

/** The version that a request is about, and the id of the deployment that it reverts. */
export interface RequestedVersion {
  version: VersionSummary & { flags: string[] };
  reverts?: string;
}

export function toSummary(version: Version): RequestedVersion['version'] {
  return {
    ...summarizeVersion(version),
    flags: version.flags,
  };
}

/** Adds the version's registered flags. A version that isn't registered has none. */
export async function withFlags(
  knex: Knex,
  service: string,
  version: VersionSummary,
): Promise<RequestedVersion['version']> {
  const registered = await findByArtifact(knex, service, version.artifact);
  return registered ? toSummary(registered) : { ...version, flags: [] };
}
