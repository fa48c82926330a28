import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import type { DeclaredServices } from './config/declaredServices';

/** Lists the versions that config declares. */
export function createLocalVersionSource(
  services: DeclaredServices,
): VersionSource {
  return {
    id: 'local',
    async list(service) {
      return (services.versions(service) ?? []).map(version => ({
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
