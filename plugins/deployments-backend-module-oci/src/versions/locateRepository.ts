import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  type RepositoryAddress,
  splitRepository,
} from '@slipway/backstage-plugin-deployments-node';
import { formatConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import type { OciConfig } from '../config/readOciConfig';
import { renderRepository } from '../config/repositoryTemplate';

/** The annotation of a service that says where its images are. */
const ANNOTATION = 'slipway/image-repository';

/** Where the images of a service are, and whether the service says so itself. */
export interface LocatedRepository extends RepositoryAddress {
  isAnnotated: boolean;
}

/**
 * Finds the repository of a service: by its annotation, else by the template of the configuration. Returns `undefined` if
 * there is neither.
 *
 * @throws InputError if it is not a repository, or the configuration doesn't allow its registry or its path. An entity must not
 *   be able to make the portal call any host, or read another team's images with the portal's login.
 */
export function locateRepository(
  entity: Entity,
  config: OciConfig | undefined,
): LocatedRepository | undefined {
  const annotation = entity.metadata.annotations?.[ANNOTATION];
  if (!config) {
    if (annotation === undefined) return undefined;
    throw new InputError(
      `The annotation ${ANNOTATION} has no effect, because no registry is configured: add deployments.oci.registries to app-config`,
    );
  }
  const reference =
    annotation ??
    (config.repository && renderRepository(config.repository, entity));
  if (reference === undefined) return undefined;
  const address = splitRepository(reference.trim());
  const origin =
    annotation === undefined
      ? `deployments.oci.repository gives ${stringifyEntityRef(entity)}`
      : `The annotation ${ANNOTATION} has`;
  const shown = JSON.stringify(reference.slice(0, 300));
  if (!address) {
    throw new InputError(
      `${origin} ${shown}, which is not a repository such as registry.example.com/shop/checkout, without a tag`,
    );
  }
  const access = config.registries.get(address.registry);
  if (!access) {
    throw new InputError(
      `${origin} ${shown}, but the registry ${address.registry} is not in deployments.oci.registries of app-config`,
    );
  }
  const isAllowed = access.repositories?.some(
    // Whole segments only: `pay` must not allow `payments`.
    path => `${address.name}/`.startsWith(`${path}/`),
  );
  if (isAllowed === false) {
    throw new InputError(
      `${origin} ${shown}, but ${formatConfigPath(
        ['registries', address.registry, 'repositories'],
        'deployments.oci',
      )} does not allow it. ${
        annotation === undefined
          ? 'Add its path there.'
          : 'Correct the annotation, or let the owners of app-config add its path.'
      }`,
    );
  }
  return { ...address, isAnnotated: annotation !== undefined };
}
