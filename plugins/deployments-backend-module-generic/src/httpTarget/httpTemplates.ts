import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';

/** The names in `{…}` that the target fills in. */
const KNOWN_NAMES = [
  'service.ref',
  'environment.name',
  'version.name',
  'version.artifact',
  'version.commit',
  'deployment.id',
  'candidate.id',
  'expected',
  'intent',
  'restart',
  'weight',
] as const;

export type TemplateValues = ReadonlyMap<string, JsonValue>;

/** `{response.id}` of a path is a field of the response to the start. */
const TEMPLATE = /\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;
const RESPONSE = 'response.';

function isKnownName(name: string): boolean {
  return KNOWN_NAMES.some(known => known === name);
}

/** Lists the names in a text, each once. */
function listNames(text: string): string[] {
  return [
    ...new Set([...text.matchAll(TEMPLATE)].map(([, name = '']) => name)),
  ];
}

/** Lists the fields of the response to the start that a path uses, without the prefix. */
export function listResponseFields(path: string): string[] {
  return listNames(path)
    .filter(name => name.startsWith(RESPONSE))
    .map(name => name.slice(RESPONSE.length));
}

/** Says why a path can't be used; `undefined` if it can. */
export function findPathProblem(
  path: string,
  { hasResponse }: { hasResponse: boolean },
): string | undefined {
  if (!path.startsWith('/') || path.startsWith('//')) {
    return 'expected a path that starts with one "/"';
  }
  if (/[\s\\#]/.test(path)) return 'must not contain spaces, "\\" or "#"';
  if (path.split(/[/?]/).some(part => /^(\.|%2e){1,2}$/i.test(part))) {
    return 'must not contain the segments "." and ".."';
  }
  const unknown = listNames(path).find(
    name => !isKnownName(name) && !(hasResponse && name.startsWith(RESPONSE)),
  );
  return unknown && `unknown name {${unknown}}. ${describeNames(hasResponse)}`;
}

/** Lists the unknown names in the texts of a body, and the keys that contain names. */
export function findBodyProblems(body: JsonValue): string[] {
  if (typeof body === 'string') {
    return listNames(body)
      .filter(name => !isKnownName(name))
      .map(name => `unknown name {${name}}. ${describeNames(false)}`);
  }
  if (Array.isArray(body)) return body.flatMap(findBodyProblems);
  return body !== null && typeof body === 'object'
    ? Object.values(body).flatMap(value =>
        value === undefined ? [] : findBodyProblems(value),
      )
    : [];
}

function describeNames(hasResponse: boolean): string {
  return `Known: ${[
    ...KNOWN_NAMES,
    ...(hasResponse ? ['response.<field>'] : []),
  ].join(', ')}`;
}

/**
 * Fills in a path. Values are URL-encoded, so that none can add a segment or a parameter.
 *
 * @param isUnsent - Whether no earlier request of the effect can have been received.
 * @throws EffectError if a name has no value, or one that can't be part of a path.
 */
export function fillPath(
  path: string,
  values: TemplateValues,
  { isUnsent = false }: { isUnsent?: boolean } = {},
): string {
  return path.replace(TEMPLATE, (_, name: string) => {
    const value = values.get(name);
    const text = value === undefined || value === null ? '' : String(value);
    if (
      text === '' ||
      text === '.' ||
      text === '..' ||
      /\p{Surrogate}/u.test(text)
    ) {
      throw new EffectError(
        `There is no value of {${name}} that can be part of the path ${path}`,
        { code: 'template', retryable: false, notSent: isUnsent },
      );
    }
    return encodeURIComponent(text);
  });
}

/** Fills in the texts of a body. A text that is only `{name}` becomes the value itself, e.g. a number; absent: null. */
export function fillBody(body: JsonValue, values: TemplateValues): JsonValue {
  if (typeof body === 'string') {
    const [only] = listNames(body);
    return only !== undefined && body === `{${only}}`
      ? values.get(only) ?? null
      : body.replace(TEMPLATE, (_, name: string) =>
          String(values.get(name) ?? ''),
        );
  }
  if (Array.isArray(body)) return body.map(value => fillBody(value, values));
  return body !== null && typeof body === 'object'
    ? Object.fromEntries(
        Object.entries(body).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, fillBody(value, values)]],
        ),
      )
    : body;
}
