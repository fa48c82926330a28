import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { didYouMean } from '@slipway/backstage-plugin-deployments-node/config';

/**
 * What `{name}` in an input can stand for. Slipway fills in `{{ … }}` when a deployment is planned. These are known only when
 * the workflow is started.
 */
const NAMES = [
  'version.name',
  'version.artifact',
  'version.commit',
  'deployment.id',
  'deployment.intent',
  'deployment.fence',
] as const;

type Name = (typeof NAMES)[number];

/** The values of the names; `undefined` if there is none, e.g. because the commit of a version is not known. */
export type PlaceholderValues = Record<Name, string | undefined>;

const PLACEHOLDER = /\{([a-z]+\.[a-z]+)\}/g;

const isName = (name: string): name is Name =>
  (NAMES as readonly string[]).includes(name);

/** Says which names in `{…}` are unknown. */
export function findUnknownPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter(name => !isName(name))
    .map(name => `unknown name {${name}}${didYouMean(name, NAMES)}`);
}

/**
 * Fills in `{…}` in the inputs of a workflow. Filled-in values are not searched again.
 *
 * @throws EffectError if a value is not known.
 */
export function renderInputs(
  inputs: Record<string, string>,
  values: PlaceholderValues,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([input, text]) => [
      input,
      text.replace(PLACEHOLDER, (match, name: string) => {
        if (!isName(name)) return match;
        const value = values[name];
        if (value !== undefined) return value;
        throw new EffectError(
          `The input ${input} of the workflow needs {${name}}, which has no value in this deployment. Register versions with it, or remove it from the inputs.`,
          { code: 'invalid_settings', retryable: false, notSent: true },
        );
      }),
    ]),
  );
}
