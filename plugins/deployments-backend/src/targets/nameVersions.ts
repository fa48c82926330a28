import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { NamedArtifact } from '../domain/model/namedArtifact';
import type { Database } from '../persistence/database';
import { inChunks } from '../persistence/inChunks';
import { findVersionNames } from '../persistence/repositories/versions';

/** Looks up registered versions. Returns those of any of the services with any of the artifacts. */
export type FindVersionNames = (
  services: readonly string[],
  artifacts: readonly string[],
) => Promise<NamedArtifact[]>;

/** Keeps statements below the databases' limit of parameters. */
const MAX_ARTIFACTS = 500;

/**
 * Replaces names that targets derived from an artifact with the name of the version that is registered for the service with
 * this artifact or one of its aliases. Without derived names, nothing is looked up.
 *
 * @returns The observations in the same order.
 */
export async function nameVersions(
  find: FindVersionNames,
  observed: readonly { service: string; observation: Observation }[],
): Promise<Observation[]> {
  const derived = observed.flatMap(({ service, observation }) =>
    observation.instances
      .filter(({ isNameDerived }) => isNameDerived)
      .map(instance => ({ service, artifacts: listSpellings(instance) })),
  );
  const services = [...new Set(derived.map(({ service }) => service))];
  const artifacts = [...new Set(derived.flatMap(it => it.artifacts))];
  const found: NamedArtifact[] = [];
  for (const some of inChunks(artifacts, MAX_ARTIFACTS)) {
    found.push(...(await find(services, some)));
  }
  const names = new Map(
    found.map(({ service, artifact, name }) => [
      toKey(service, artifact),
      name,
    ]),
  );
  return observed.map(({ service, observation }) => ({
    ...observation,
    instances: observation.instances.map(instance => {
      const { isNameDerived, ...rest } = instance;
      const name =
        isNameDerived &&
        listSpellings(instance)
          .map(artifact => names.get(toKey(service, artifact)))
          .find(it => it !== undefined);
      return name ? { ...rest, versionName: name } : rest;
    }),
  }));
}

/** Like {@link nameVersions}, with the versions in the database. */
export function nameStoredVersions(
  { knex }: Pick<Database, 'knex'>,
  observed: Parameters<typeof nameVersions>[1],
): Promise<Observation[]> {
  return nameVersions(
    (services, artifacts) => findVersionNames(knex, services, artifacts),
    observed,
  );
}

function listSpellings({ artifact, aliases = [] }: ObservedInstance): string[] {
  return [artifact, ...aliases];
}

function toKey(service: string, artifact: string): string {
  return JSON.stringify([service, artifact]);
}
