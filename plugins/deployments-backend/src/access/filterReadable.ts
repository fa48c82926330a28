import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { ServiceEnvironmentRef } from '@slipway/backstage-plugin-deployments-node';
import { deploymentReadPermission } from '@slipway/backstage-plugin-deployments-common';
import { isGranted } from './grants';
import { toResource } from './catalogServices';
import type { ApiContext } from './apiContext';
import { findEnvironmentOrFormer, requireReadGrant } from './authorize';

/**
 * Filters service environments to those that the caller may read: the caller has the read permission there, and the
 * catalog shows them the service. Services that are no longer in the catalog are shown to callers with permission to
 * read everything. Throws NotAllowedError if the caller has permission to read nothing at all.
 */
export async function filterReadable(
  api: ApiContext,
  auth: AuthService,
  credentials: BackstageCredentials,
  refs: readonly ServiceEnvironmentRef[],
): Promise<ServiceEnvironmentRef[]> {
  const grant = requireReadGrant(
    await api.access.grants(credentials, [deploymentReadPermission]),
  );
  const names = [...new Set(refs.map(({ service }) => service))];
  const seen = await api.services.findAll(names, credentials);
  const unseen = names.filter(name => !seen.has(name));
  const existing =
    grant.where === 'everywhere' && unseen.length > 0
      ? await api.services.findAll(
          unseen,
          await auth.getOwnServiceCredentials(),
        )
      : new Map(unseen.map(name => [name, undefined]));
  return refs.filter(({ service: name, environment }) => {
    const service = seen.get(name);
    return service
      ? isGranted(
          grant,
          toResource(service, findEnvironmentOrFormer(api, environment)),
        )
      : !existing.has(name);
  });
}
