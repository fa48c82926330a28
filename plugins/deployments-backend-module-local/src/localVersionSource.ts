import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import type { DeclaredServices } from './config/declaredServices';

/** Creates a source that lists the versions declared in the configuration. */
export function createLocalVersionSource(
  services: DeclaredServices,
): VersionSource {
  return {
    id: 'local',
    async list(service) {
      return (services.findVersions(service) ?? []).map(version => ({
        name: version.name,
        artifact: version.artifact,
        commits: version.commits,
        changeUrl: version.changeUrl,
        createdAt: version.createdAt,
        flags: version.flags,
      }));
    },
  };
}
