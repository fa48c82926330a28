import type { Entity } from '@backstage/catalog-model';
import {
  DEFAULT_NAMESPACE,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Mistakes } from './mistakes';
import { listTemplateUses } from './listTemplateUses';

/**
 * The names in `{{ … }}` of target settings. They only identify a service and an environment, because settings are frozen
 * with the plan before anything else is known. `{{ annotation <key> }}` is an annotation of the service's entity.
 */
const NAMES = [
  'service.ref',
  'service.kind',
  'service.namespace',
  'service.name',
  'environment.name',
  'environment.tier',
] as const;

type Name = (typeof NAMES)[number];

const ANNOTATION = /^annotation\s+(\S+)$/;
const TEMPLATE = /\{\{\s*(.*?)\s*\}\}/gs;

/** The longest value of an annotation. Longer ones can't be sensible settings, and would only fill snapshots. */
export const MAX_ANNOTATION_LENGTH = 500;

/** Reports every name in `{{ … }}` that target settings can't have. */
export function checkSettingTemplates(
  settings: JsonObject,
  path: ConfigPath,
  mistakes: Mistakes,
): void {
  for (const { name, path: here } of listTemplateUses(
    settings,
    path,
    mistakes,
  )) {
    if (!isName(name) && !ANNOTATION.test(name)) {
      mistakes.add(
        here,
        `unknown name {{ ${name} }}${didYouMean(name, [
          ...NAMES,
          'annotation <key>',
        ])}`,
      );
    }
  }
}

export interface RenderedSettings {
  settings: JsonObject;
  /** The keys that are left out, because their value can't be filled in, with a sentence that says why. */
  missing: { key: string; sentence: string }[];
}

/** Fills in `{{ … }}` for a service in an environment. Filled-in values are not searched again. */
export function renderSettings(
  settings: JsonObject,
  entity: Entity,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): RenderedSettings {
  const names = listNames(entity, environment);
  const missing: RenderedSettings['missing'] = [];
  const rendered: JsonObject = {};
  for (const [key, value] of Object.entries(settings)) {
    const refusals: string[] = [];
    const filled = substitute(value, name =>
      isName(name) ? names[name] : readAnnotation(entity, name, refusals),
    );
    if (refusals.length === 0) {
      rendered[key] = filled;
    } else {
      missing.push(
        ...refusals.map(refusal => ({
          key,
          sentence: `The setting ${key} of ${environment.name} ${refusal}.`,
        })),
      );
    }
  }
  return { settings: rendered, missing };
}

/**
 * Fills in examples, so that a target can validate an environment's settings before any service is known.
 *
 * @returns The settings, and the keys whose values depend on annotations, about which nothing can be said yet.
 */
export function renderExample(
  settings: JsonObject,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): { settings: JsonObject; undecided: string[] } {
  const names = listNames(
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'example', namespace: 'default' },
    },
    environment,
  );
  const undecided = new Set<string>();
  const rendered = Object.entries(settings).map(([key, value]) => [
    key,
    substitute(value, name => {
      if (isName(name)) {
        return names[name];
      }
      undecided.add(key);
      return 'example';
    }),
  ]);
  return {
    settings: Object.fromEntries(rendered),
    undecided: [...undecided],
  };
}

function listNames(
  entity: Entity,
  environment: Pick<EnvironmentModel, 'name' | 'tier'>,
): Record<Name, string> {
  return {
    'service.ref': stringifyEntityRef(entity),
    'service.kind': entity.kind.toLocaleLowerCase('en-US'),
    'service.namespace': entity.metadata.namespace ?? DEFAULT_NAMESPACE,
    'service.name': entity.metadata.name,
    'environment.name': environment.name,
    'environment.tier': environment.tier,
  };
}

function isName(name: string): name is Name {
  return (NAMES as readonly string[]).includes(name);
}

/** Returns the annotation that a name refers to. Adds to `refusals` why it can't be used. */
function readAnnotation(
  entity: Entity,
  name: string,
  refusals: string[],
): string {
  const key = ANNOTATION.exec(name)?.[1] ?? name;
  // The catalog validates this too, but not for every entity provider.
  const value: unknown = entity.metadata.annotations?.[key];
  if (typeof value !== 'string' || value === '') {
    refusals.push(
      `needs the annotation ${key}, which ${entity.metadata.name} doesn't have`,
    );
    return '';
  }
  if (value.length > MAX_ANNOTATION_LENGTH || value.includes('{{')) {
    refusals.push(
      `can't use the annotation ${key} of ${entity.metadata.name}: its value must have at most ${MAX_ANNOTATION_LENGTH} characters and must not contain {{ … }}`,
    );
    return '';
  }
  return value;
}

function substitute(
  value: JsonValue | undefined,
  getValue: (name: string) => string,
): JsonValue | undefined {
  if (typeof value === 'string') {
    return value.replace(TEMPLATE, (_match, name: string) => getValue(name));
  }
  if (Array.isArray(value)) {
    return value.map(inner => substitute(inner, getValue) ?? null);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        substitute(inner, getValue),
      ]),
    );
  }
  return value;
}
