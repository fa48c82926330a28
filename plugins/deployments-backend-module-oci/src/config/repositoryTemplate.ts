import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';
import { normalizeImage } from '@slipway/backstage-plugin-deployments-node';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const KNOWN = ['service.namespace', 'service.name'];

/** Says what is wrong with a template of a repository; `undefined` if nothing. */
export function findTemplateMistake(template: string): string | undefined {
  const unknown = [...template.matchAll(PLACEHOLDER)].find(
    ([, name = '']) => !KNOWN.includes(name),
  );
  if (unknown) {
    return `unknown name ${unknown[0]}. Known: ${KNOWN.map(
      name => `{{ ${name} }}`,
    ).join(', ')}`;
  }
  return splitRepository(template.replace(PLACEHOLDER, 'x'))
    ? undefined
    : 'expected a repository without tag, such as registry.example.com/{{ service.namespace }}/{{ service.name }}';
}

/** Fills in a template for a service. Repositories are in lower case, so the names are too. */
export function renderRepository(
  template: string,
  { metadata }: Entity,
): string {
  return template.replace(PLACEHOLDER, (_, name: string) =>
    (name === 'service.name'
      ? metadata.name
      : metadata.namespace ?? DEFAULT_NAMESPACE
    ).toLowerCase(),
  );
}

/** A repository of a registry, e.g. `shop/checkout` of `registry.example.com`. */
export interface RepositoryAddress {
  registry: string;
  name: string;
}

/** Splits `registry/repository`; `undefined` if it is something else, e.g. an image with a tag. */
export function splitRepository(
  reference: string,
): RepositoryAddress | undefined {
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const image = /[@:]/.test(last) ? undefined : normalizeImage(reference);
  if (!image) return undefined;
  const slash = image.indexOf('/');
  return {
    registry: image.slice(0, slash),
    name: image.slice(slash + 1, image.lastIndexOf(':')),
  };
}
