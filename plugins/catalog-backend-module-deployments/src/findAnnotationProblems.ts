import type { Entity } from '@backstage/catalog-model';
import { GOLDEN_PATH_ANNOTATION } from '@slipway/backstage-plugin-deployments-common';
import { splitRepository } from '@slipway/backstage-plugin-deployments-node';
import { didYouMean } from '@slipway/backstage-plugin-deployments-node/config';

const PREFIX = 'slipway/';
const DORA_NAME = 'slipway/dora-name';
const IMAGE_REPOSITORY = 'slipway/image-repository';
const KNOWN = [GOLDEN_PATH_ANNOTATION, DORA_NAME, IMAGE_REPOSITORY];

/** What app-config allows in annotations. */
export interface AllowedValues {
  /** The names of the golden paths. */
  goldenPaths: readonly string[];
  /**
   * The registries by host, each with the paths of the repositories that services may use. A host without a list allows
   * all of its repositories.
   */
  registries: ReadonlyMap<string, readonly string[] | undefined>;
}

/** Lists what is wrong with an entity's annotations that start with `slipway/`: a sentence or two each. Pure. */
export function findAnnotationProblems(
  entity: Entity,
  allowed: AllowedValues,
): string[] {
  return Object.entries(entity.metadata.annotations ?? {})
    .filter(([key]) => key.startsWith(PREFIX))
    .flatMap(([key, value]) => findProblem(key, value, allowed) ?? []);
}

function findProblem(
  key: string,
  value: string,
  { goldenPaths, registries }: AllowedValues,
): string | undefined {
  switch (key) {
    case GOLDEN_PATH_ANNOTATION:
      return goldenPaths.includes(value)
        ? undefined
        : `The annotation ${key} names the golden path ${quote(
            value,
          )}, which does not exist${didYouMean(
            value,
            goldenPaths,
          )}. Correct the annotation, or remove it to let the portal choose.`;
    case DORA_NAME:
      return findNameProblem(value);
    case IMAGE_REPOSITORY:
      return findRepositoryProblem(value, registries);
    default:
      return `The annotation ${key} is unknown${didYouMean(
        key,
        KNOWN,
      )}. Correct it or remove it.`;
  }
}

/** Names are separated by commas; each may have its source before `=`. */
function findNameProblem(value: string): string | undefined {
  const wrong = value
    .split(',')
    .map(part => part.trim())
    .find(part => part.slice(part.indexOf('=') + 1).trim() === '');
  if (wrong === undefined) return undefined;
  return `The annotation ${DORA_NAME} has ${
    wrong === '' ? 'an empty name' : `${quote(wrong)} without a name`
  }. Write names separated by commas, each alone or after its source, e.g. "checkout-svc, github=acme/checkout".`;
}

function findRepositoryProblem(
  value: string,
  registries: AllowedValues['registries'],
): string | undefined {
  const subject = `The annotation ${IMAGE_REPOSITORY}`;
  if (registries.size === 0) {
    return `${subject} has no effect, because no registry is configured. Ask the platform team to add the registry to deployments.oci.registries in app-config, or remove the annotation.`;
  }
  const address = splitRepository(value.trim());
  if (!address) {
    return `${subject} has ${quote(
      value,
    )}, which is not a repository such as registry.example.com/shop/checkout, without a tag.`;
  }
  const { registry, name } = address;
  if (!registries.has(registry)) {
    return `${subject} names the registry ${registry}, which is not configured${didYouMean(
      registry,
      [...registries.keys()],
    )}. Correct the annotation, or ask the platform team to add the registry to deployments.oci.registries in app-config.`;
  }
  const paths = registries.get(registry);
  // Whole segments only: `pay` must not allow `payments`.
  return !paths || paths.some(path => `${name}/`.startsWith(`${path}/`))
    ? undefined
    : `${subject} names the repository ${name}, which services may not use. Correct the annotation, or ask the platform team to add its path to deployments.oci.registries in app-config.`;
}

/** Annotations can be of any length; the catalog stores the message. */
function quote(value: string): string {
  return JSON.stringify(value.slice(0, 100));
}
