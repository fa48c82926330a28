import { parseEntityRef } from '@backstage/catalog-model';
import type {
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Snapshot } from '../deployment/snapshot';
import type { DeploymentState } from '../deployment/state';

/** The values of `{{ candidate.… }}`, `{{ baseline.… }}`, `{{ version.… }}`, `{{ service.url }}` and `{{ window }}`. */
interface MeasurementTargets {
  /** The period of a check or of a link, in epoch milliseconds: the value of `{{ window }}`. Steps have none. */
  window?: { from: number; to: number };
  /** The version whose sample is read. Only metrics of an analysis have one. */
  measured?: { version: VersionSummary; instanceId?: string };
  /** Where users reach the service in the environment, whichever version runs. Only checks know it. */
  serviceUrl?: string;
  candidate?: Instance;
  baseline?: Instance;
  version: VersionSummary;
}

type Rendered =
  | { result: 'rendered'; value: JsonObject }
  /** A name has no value, such as the candidate's URL before there is a candidate, or a value that isn't allowed there. */
  | { result: 'missing'; message: string };

/** The frozen data of a deployment that names are filled in from. */
type RenderFacts = Pick<
  DeploymentState,
  'service' | 'environment' | 'inputs'
> & {
  /** Absent for what was not deployed by Slipway. */
  id?: string;
  snapshot?: Pick<Snapshot, 'environment'>;
};

/** See `CheckProvider.escapeValue`. */
type EscapeValue = (value: string, before: string) => string | undefined;

/** Fills in `{{ … }}` for one call. The result may contain secrets, so it must not be stored. */
export interface Renderer {
  render(
    value: JsonObject,
    facts: RenderFacts,
    targets: MeasurementTargets,
    escapeValue?: EscapeValue,
  ): Rendered;
  /** Removes secrets and terminal control sequences from a text that is stored; see `redactText`. */
  redact(text: string): string;
}

export function createRenderer(
  secrets: () => ReadonlyMap<string, string>,
): Renderer {
  return {
    render(value, state, targets, escapeValue) {
      const unfit: Unfit = {
        missing: new Set(),
        notInUrls: new Set(),
        unsafe: new Set(),
      };
      const rendered = substitute(value, {
        names: listNames(state, targets, secrets()),
        unfit,
        escapeValue,
      });
      const problems = [
        ...sentence('There is no value for', unfit.missing),
        ...sentence(
          'A part of a URL must be valid Unicode other than "." and "..", unlike the value of',
          unfit.notInUrls,
        ),
        ...sentence(
          'A query could change its meaning with the value of',
          unfit.unsafe,
        ),
      ];
      return problems.length > 0
        ? { result: 'missing', message: problems.join('. ') }
        : // An object stays an object.
          { result: 'rendered', value: rendered as JsonObject };
    },
    redact: text => redactText(text, secrets().values()),
  };
}

/** Names that can't be filled in. */
interface Unfit {
  missing: Set<string>;
  notInUrls: Set<string>;
  unsafe: Set<string>;
}

interface Substitution {
  names: ReadonlyMap<string, JsonValue | undefined>;
  unfit: Unfit;
  escapeValue?: EscapeValue;
}

function sentence(what: string, names: ReadonlySet<string>): string[] {
  return names.size > 0
    ? [`${what} ${[...names].map(name => `{{ ${name} }}`).join(', ')}`]
    : [];
}

function listNames(
  state: RenderFacts,
  targets: MeasurementTargets,
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, JsonValue | undefined> {
  const { candidate, baseline, measured, version, serviceUrl, window } =
    targets;
  const service = parseEntityRef(state.service);
  const environment = state.snapshot?.environment;
  return new Map<string, JsonValue | undefined>([
    ['deployment.id', state.id],
    ['service.ref', state.service],
    ['service.name', service.name],
    ['service.namespace', service.namespace],
    ['service.url', serviceUrl],
    ['environment.name', state.environment],
    ['environment.tier', environment?.tier],
    ['version.id', version.id],
    ['version.name', version.name],
    ['version.artifact', version.artifact],
    ['version.commit', version.commitId],
    ['candidate.id', candidate?.id],
    ['candidate.url', candidate?.url],
    ['baseline.id', baseline?.id],
    ['baseline.url', baseline?.url],
    ...(measured ? listMeasured(measured) : []),
    ...(window ? listWindow(window) : []),
    ...flatInputs(state.inputs, 'inputs.'),
    ...[...secrets].map(([name, value]) => [`secrets.${name}`, value] as const),
  ]);
}

function listMeasured({
  version,
  instanceId,
}: NonNullable<MeasurementTargets['measured']>): [
  string,
  JsonValue | undefined,
][] {
  return [
    ['measured.version', version.name],
    ['measured.artifact', version.artifact],
    ['measured.instance', instanceId],
  ];
}

/** Lists whole seconds, because the durations of PromQL and many APIs have no fractions. */
function listWindow(window: {
  from: number;
  to: number;
}): [string, JsonValue][] {
  const to = Math.floor(window.to / 1000);
  const seconds = Math.floor((window.to - window.from) / 1000);
  return [
    ['window', `${seconds}s`],
    ['window.seconds', seconds],
    ['window.from', to - seconds],
    ['window.to', to],
    ['window.fromMs', (to - seconds) * 1000],
    ['window.toMs', to * 1000],
    ['window.fromIso', new Date((to - seconds) * 1000).toISOString()],
    ['window.toIso', new Date(to * 1000).toISOString()],
  ];
}

/** Names nested inputs by their path: `inputs.database.size`. */
function flatInputs(
  inputs: JsonObject,
  prefix: string,
): [string, JsonValue | undefined][] {
  return Object.entries(inputs).flatMap(([key, value]) => [
    [`${prefix}${key}`, value],
    ...(value !== null && typeof value === 'object' && !Array.isArray(value)
      ? flatInputs(value, `${prefix}${key}.`)
      : []),
  ]);
}

const TEMPLATE = /\{\{\s*(.*?)\s*\}\}/gs;
const URL_KEY = /url$/i;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Names whose values users can't choose. */
const SAFE_NAME = /^(window$|window\.|secrets\.)/;
const WHOLE_URLS = ['candidate.url', 'baseline.url', 'service.url'];

/** Fills in all names in a single pass. Filled-in values are not searched again, so an input can't refer to a secret. */
function substitute(
  value: JsonValue,
  substitution: Substitution,
  key?: string,
): JsonValue {
  if (typeof value === 'string') {
    return substituteText(value, substitution, key);
  }
  if (Array.isArray(value)) {
    return value.map(inner => substitute(inner, substitution, key));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).flatMap(([innerKey, inner]) =>
        inner === undefined
          ? []
          : [
              [
                asText(substituteText(innerKey, substitution)),
                substitute(inner, substitution, innerKey),
              ],
            ],
      ),
    );
  }
  return value;
}

function substituteText(
  text: string,
  substitution: Substitution,
  key?: string,
): JsonValue {
  const { names, unfit } = substitution;
  const lookUp = (name: string): JsonValue => {
    const value = names.get(name);
    if (value === undefined) {
      unfit.missing.add(name);
      return '';
    }
    return value;
  };
  const isUrl = key !== undefined && URL_KEY.test(key);
  // A text of only one name keeps the value's type, so that an input can be a number.
  const only = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(text);
  if (only && !isUrl) {
    const value = lookUp(only[1]);
    return typeof value === 'string'
      ? escapeIn('', only[1], value, substitution)
      : value;
  }
  let filled = '';
  let end = 0;
  for (const match of text.matchAll(TEMPLATE)) {
    filled += text.slice(end, match.index);
    end = match.index + match[0].length;
    const value = asText(lookUp(match[1]));
    // Whole URLs come from the platform.
    const isWholeUrl = isUrl && WHOLE_URLS.includes(match[1]);
    const escaped = isWholeUrl
      ? value
      : escapeIn(filled, match[1], value, substitution);
    filled +=
      isUrl && !isWholeUrl ? encodePart(match[1], escaped, unfit) : escaped;
  }
  return filled + text.slice(end);
}

function escapeIn(
  before: string,
  name: string,
  value: string,
  { names, unfit, escapeValue }: Substitution,
): string {
  const isMissing = names.get(name) === undefined;
  if (!escapeValue || isMissing || SAFE_NAME.test(name)) return value;
  const escaped = escapeValue(value, before);
  if (escaped === undefined) unfit.unsafe.add(name);
  return escaped ?? '';
}

/** Encodes a part of a URL, so that it stays within its part. */
function encodePart(name: string, value: string, unfit: Unfit): string {
  // Encoding doesn't help: servers treat `%2e%2e` like `..`, and half of a surrogate pair can't be encoded.
  if (/^\.{1,2}$/.test(value) || LONE_SURROGATE.test(value)) {
    unfit.notInUrls.add(name);
    return '';
  }
  return encodeURIComponent(value);
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
