import {
  type Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { ServiceEnvironmentResource } from './serviceEnvironmentResource';

/** A deployable catalog entity that the caller may see. */
export interface Service {
  ref: string;
  entity: Entity;
  owners: string[];
}

export function toService(entity: Entity): Service {
  return {
    ref: stringifyEntityRef(entity),
    entity,
    owners: listTargets(entity, RELATION_OWNED_BY),
  };
}

export function describeService(service: Service): ServiceOverview['service'] {
  const { metadata } = service.entity;
  return {
    entityRef: service.ref,
    name: metadata.name,
    title: metadata.title,
    owner: service.owners.at(0),
    system: listTargets(service.entity, RELATION_PART_OF).find(ref =>
      ref.startsWith('system:'),
    ),
  };
}

/** Returns the permission resource of a service or, with `environment`, of a service environment. */
export function toResource(
  service: Service,
  environment?: Pick<EnvironmentModel, 'name' | 'tier'>,
): ServiceEnvironmentResource {
  return {
    service: service.ref,
    owners: service.owners,
    environment: environment && {
      name: environment.name,
      tier: environment.tier,
    },
  };
}

/**
 * Returns an entity ref in its canonical form, which the catalog and the database use. If the ref is malformed, throws an
 * InputError that names `field`.
 */
export function canonicalServiceRef(ref: string, field: string): string {
  return canonicalRef(ref, field, 'component:default/checkout');
}

/** Like {@link canonicalServiceRef}, for entities of any kind. The error shows `example`. */
export function canonicalRef(
  ref: string,
  field: string,
  example: string,
): string {
  const canonical = tryCanonical(ref);
  if (canonical === undefined) {
    throw new InputError(
      `${field} must be an entity ref such as ${example}, not ${JSON.stringify(
        ref.slice(0, 100),
      )}`,
    );
  }
  return canonical;
}

function tryCanonical(ref: string): string | undefined {
  try {
    const canonical = stringifyEntityRef(parseEntityRef(ref));
    // The catalog client can't send other characters, and would report that the catalog failed.
    return /^[!-~]+$/.test(canonical) ? canonical : undefined;
  } catch {
    return undefined;
  }
}

function listTargets(entity: Entity, type: string): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef.toLocaleLowerCase('en-US'));
}
