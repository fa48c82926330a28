import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { OciConfig } from '../config/readOciConfig';
import {
  renderRepository,
  type RepositoryAddress,
  splitRepository,
} from '../config/repositoryTemplate';

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
 * @throws InputError if it is not a repository, or its registry is not in the configuration. An entity must not be able to
 *   make the portal call any host.
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
  if (!config.registries.has(address.registry)) {
    throw new InputError(
      `${origin} ${shown}, but the registry ${address.registry} is not in deployments.oci.registries of app-config`,
    );
  }
  return { ...address, isAnnotated: annotation !== undefined };
}
