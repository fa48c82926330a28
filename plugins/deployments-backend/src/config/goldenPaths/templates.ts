import { didYouMean } from '../schema/didYouMean';
import { CHECK_TEMPLATE_NAMES, TEMPLATE_NAMES } from './vocabulary';
import type { ConfigPath, Mistakes } from '../schema/mistakes';

/** A name used in `{{ … }}`, and its config path. */
export interface TemplateUse {
  name: string;
  path: ConfigPath;
}

const TEMPLATE = /\{\{(.*?)\}\}/gs;

/** Finds every `{{ name }}` in the texts and keys of a value. Reports unclosed braces as mistakes. */
export function templateUses(
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
      templateUses(inner, [...path, index], mistakes),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => [
      ...templateUses(key, [...path, key], mistakes),
      ...templateUses(inner, [...path, key], mistakes),
    ]);
  }
  return [];
}

/**
 * Adds a mistake for each unknown name. `inputs`: the declared inputs; `undefined` if they are not known yet, as in a
 * check, which any golden path may use.
 */
export function checkTemplateNames(
  uses: TemplateUse[],
  known: {
    inputs: readonly string[] | undefined;
    secrets: readonly string[];
    of: 'step' | 'check';
  },
  mistakes: Mistakes,
): void {
  const names = [
    ...(known.of === 'check' ? CHECK_TEMPLATE_NAMES : TEMPLATE_NAMES),
    ...(known.inputs ?? []).map(name => `inputs.${name}`),
    ...known.secrets.map(name => `secrets.${name}`),
  ];
  for (const { name, path } of uses) {
    const isLaterInput = !known.inputs && name.startsWith('inputs.');
    if (!isLaterInput && !names.includes(name)) {
      mistakes.add(
        path,
        `unknown name {{ ${name} }}${hint(name)}${didYouMean(name, names)}`,
      );
    }
  }
}

function hint(name: string): string {
  if (name.startsWith('inputs.')) {
    return ' (a path declares its inputs under "inputs")';
  }
  if (name === 'service.url') {
    return ' (only checks know it)';
  }
  if (name.startsWith('secrets.')) {
    return ' (secrets are declared under deployments.secrets)';
  }
  return '';
}
