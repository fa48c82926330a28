import { DEFAULT_NAMESPACE, type Entity } from '@backstage/catalog-model';
import { splitRepository } from '@slipway/backstage-plugin-deployments-node';

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
