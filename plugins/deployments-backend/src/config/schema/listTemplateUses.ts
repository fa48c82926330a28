import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import type { Mistakes } from './mistakes';

/** A name used in `{{ … }}`, and its config path. */
export interface TemplateUse {
  name: string;
  path: ConfigPath;
}

const TEMPLATE = /\{\{(.*?)\}\}/gs;

/** Finds every `{{ name }}` in the texts and keys of a value. Reports unclosed braces as mistakes. */
export function listTemplateUses(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): TemplateUse[] {
  if (typeof value === 'string') {
    if (value.replace(TEMPLATE, '').includes('{{')) {
      mistakes.add(path, 'has a {{ without }}');
    }
    return [...value.matchAll(TEMPLATE)].map(([, name]) => ({
      name: name.trim(),
      path,
    }));
  }
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) =>
      listTemplateUses(inner, [...path, index], mistakes),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => [
      ...listTemplateUses(key, [...path, key], mistakes),
      ...listTemplateUses(inner, [...path, key], mistakes),
    ]);
  }
  return [];
}
