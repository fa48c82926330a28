import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { validateWorkloadSettings } from '../config/workloadSettings';

/** Annotations of Backstage's Kubernetes plugin, and the setting that each one is. */
const ANNOTATIONS = {
  'backstage.io/kubernetes-namespace': 'namespace',
  'backstage.io/kubernetes-cluster': 'cluster',
} as const;

/** Derives settings from the annotations that a service has for Backstage's Kubernetes plugin. Does not throw. */
export function deriveWorkloadSettings(entity: Entity): {
  settings: JsonObject;
  problems: string[];
} {
  const settings: JsonObject = {};
  const problems: string[] = [];
  for (const [annotation, key] of Object.entries(ANNOTATIONS)) {
    const value = entity.metadata.annotations?.[annotation];
    if (!value) continue;
    const mistakes = validateWorkloadSettings({ [key]: value });
    if (mistakes.length === 0) settings[key] = value;
    else {
      problems.push(
        `The annotation ${annotation} is ignored: ${mistakes.join('; ')}.`,
      );
    }
  }
  return { settings, problems };
}
