import {
  ANNOTATION_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { validateWorkflowSettings } from './workflowSettings';

/** The annotation of Backstage's GitHub plugins. */
export const PROJECT_SLUG = 'github.com/project-slug';

/**
 * Derives the setting `source` from `github.com/project-slug`. Does not throw.
 *
 * @param hosts - Of `integrations.github`.
 */
export function deriveSource(
  entity: Entity,
  hosts: readonly string[],
): { settings: JsonObject; problems: string[] } {
  if (!entity.metadata.annotations?.[PROJECT_SLUG]) {
    return { settings: {}, problems: [] };
  }
  const source = findSource(entity, hosts);
  return 'problem' in source
    ? {
        settings: {},
        problems: [
          `${source.problem} Write the repository into app-config instead.`,
        ],
      }
    : { settings: { source: { ...source } }, problems: [] };
}

/**
 * Finds the repository that `github.com/project-slug` names, if the catalog read the service from that repository.
 * Otherwise, people who edit an entity could choose a repository of another team. The catalog itself writes the location, so
 * that an entity can't forge it.
 *
 * @param hosts - Of `integrations.github`.
 */
export function findSource(
  entity: Entity,
  hosts: readonly string[],
): { host: string; repository: string } | { problem: string } {
  const location = readLocation(entity);
  const explain = (problem: string) => ({
    problem: `The annotation ${PROJECT_SLUG} is ignored: ${problem}.`,
  });
  if (!location || !hosts.includes(location.host)) {
    return explain(
      'the catalog did not read the service from a GitHub host in integrations.github',
    );
  }
  const slug = entity.metadata.annotations?.[PROJECT_SLUG] ?? '';
  // GitHub ignores the case of names.
  if (location.repository.toLowerCase() !== slug.toLowerCase()) {
    return explain(
      'it names a different repository than the one that the catalog read the service from',
    );
  }
  const mistakes = validateWorkflowSettings({ source: location });
  return mistakes.length > 0 ? explain(mistakes.join('; ')) : location;
}

/** Reads the host of the GitHub from which the catalog read an entity, and the repository; `undefined` if it is elsewhere. */
export function readLocation(
  entity: Entity,
): { host: string; repository: string } | undefined {
  const reference = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  if (!reference) return undefined;
  try {
    const { type, target } = parseLocationRef(reference);
    if (type !== 'url') return undefined;
    const { host, pathname } = new URL(target);
    const [, owner, name] = pathname.split('/').map(decodeURIComponent);
    return owner && name ? { host, repository: `${owner}/${name}` } : undefined;
  } catch {
    return undefined;
  }
}
