import {
  EffectError,
  type RequestMatch,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  BackendRef,
  HttpRoute,
  RouteMatch,
  RouteRule,
} from '../client/trafficObjects';

/** The Services between which a route splits traffic. */
export interface RouteBackends {
  /** The stable Service, which the route of the team names. */
  stable: string;
  /** The Services of all slots. */
  slots: readonly string[];
}

/** What the rules of a route should do. */
export interface RouteGoal {
  /** The Service of the candidate's slot; absent to send everything to the stable Service. */
  candidate?: string;
  /** Percent of traffic to the candidate. */
  weight: number;
  match: readonly RequestMatch[];
}

/**
 * Builds the rules of a route. A rule that names the stable Service splits between it and the candidate. Requests that match
 * get a rule of their own before it, whose only backend is the candidate. All other rules stay as they are.
 *
 * @throws EffectError if no rule names the Service, or one has other backends as well.
 */
export function buildRules(
  { metadata, spec }: HttpRoute,
  backends: RouteBackends,
  { candidate, weight, match }: RouteGoal,
): RouteRule[] {
  const rules = spec?.rules ?? [];
  const stableRules = rules.filter(rule => findStable(rule, backends));
  if (stableRules.length === 0) {
    throw new EffectError(
      `HTTPRoute ${metadata.name} has no rule whose backend is Service ${backends.stable}. Add one, or correct "route" or "service" in the target's settings.`,
      { code: 'invalid_settings', retryable: false },
    );
  }
  return rules.flatMap(rule => {
    if (isMatchRule(rule, backends)) return [];
    const stable = findStable(rule, backends);
    if (!stable) return [rule];
    checkNoOthers(metadata.name, rule, backends);
    const { weight: _, ...plain } = stable;
    if (candidate === undefined) return [{ ...rule, backendRefs: [plain] }];
    const slot = { ...plain, name: candidate };
    const weights = toWholeWeights(weight);
    const split =
      weight === 0
        ? [plain]
        : [
            { ...plain, weight: weights.stable },
            { ...slot, weight: weights.candidate },
          ];
    const matching =
      match.length > 0 ? [buildMatchRule(rule, slot, match)] : [];
    return [...matching, { ...rule, backendRefs: split }];
  });
}

/** The factors by which weights in percent are scaled. 1,000,000 is the largest weight of the Gateway API. */
const SCALES = [1, 10, 100, 1_000, 10_000];

/** Converts the candidate's percentage to weights, which are integers in the Gateway API. */
function toWholeWeights(percent: number): {
  stable: number;
  candidate: number;
} {
  const isWhole = (scale: number) =>
    Math.abs(percent * scale - Math.round(percent * scale)) < 1e-9 * percent;
  const scale = SCALES.find(isWhole) ?? 10_000;
  const all = 100 * scale;
  const rounded = Math.round(percent * scale);
  const candidate =
    // A share that is too small for the scale isn't none.
    percent > 0 && percent < 100
      ? Math.min(all - 1, Math.max(1, rounded))
      : rounded;
  return { stable: all - candidate, candidate };
}

/** Reads how much of the traffic goes to the Service of each slot; the rest goes to the stable Service. */
export function readRouteShares(
  { spec }: HttpRoute,
  backends: RouteBackends,
): Map<string, number> {
  const refs =
    spec?.rules?.find(rule => findStable(rule, backends))?.backendRefs ?? [];
  const total = refs.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return new Map(
    refs
      .filter(({ name }) => backends.slots.includes(name))
      .map(({ name, weight = 1 }) => [
        name,
        total === 0 ? 0 : (weight * 100) / total,
      ]),
  );
}

/** Whether two lists of rules are the same, whatever the order of their keys and the defaults that are written out. */
export function isSameRules(
  a: readonly RouteRule[],
  b: readonly RouteRule[],
): boolean {
  return JSON.stringify(normalize(a)) === JSON.stringify(normalize(b));
}

function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => item !== undefined && !isDefault(key, item))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, normalize(item)]),
  );
}

/** What API servers add to a backend that does not say it. */
function isDefault(key: string, value: unknown): boolean {
  return (
    (key === 'group' && value === '') ||
    (key === 'kind' && value === 'Service') ||
    (key === 'weight' && value === 1) ||
    (key === 'type' && value === 'Exact')
  );
}

function isService({ group = '', kind = 'Service' }: BackendRef): boolean {
  return group === '' && kind === 'Service';
}

function findStable(
  { backendRefs = [] }: RouteRule,
  { stable }: RouteBackends,
): BackendRef | undefined {
  return backendRefs.find(ref => isService(ref) && ref.name === stable);
}

/** Whether Slipway has added the rule: nobody else sends requests to a slot alone. */
function isMatchRule(
  { backendRefs = [] }: RouteRule,
  { slots }: RouteBackends,
): boolean {
  return (
    backendRefs.length > 0 &&
    backendRefs.every(ref => isService(ref) && slots.includes(ref.name))
  );
}

function checkNoOthers(
  route: string,
  { backendRefs = [] }: RouteRule,
  { stable, slots }: RouteBackends,
): void {
  const other = backendRefs.find(
    ref => !isService(ref) || ![stable, ...slots].includes(ref.name),
  );
  if (!other) return;
  throw new EffectError(
    `A rule of HTTPRoute ${route} sends requests to ${other.name} as well as to Service ${stable}. Slipway splits only rules whose single backend is that Service.`,
    { code: 'unsupported', retryable: false },
  );
}

function buildMatchRule(
  { name: _, matches, ...rule }: RouteRule,
  backend: BackendRef,
  match: readonly RequestMatch[],
): RouteRule {
  const own = matches?.length ? matches : [{}];
  return {
    ...rule,
    matches: own.flatMap(one =>
      match.map(
        (request): RouteMatch => ({
          ...one,
          headers: [...(one.headers ?? []), toHeaderMatch(request)],
        }),
      ),
    ),
    backendRefs: [backend],
  };
}

function toHeaderMatch(
  request: RequestMatch,
): NonNullable<RouteMatch['headers']>[number] {
  if ('header' in request) {
    return { type: 'Exact', name: request.header, value: request.value };
  }
  const cookie = `${escapePattern(request.cookie)}=${escapePattern(
    request.value,
  )}`;
  return {
    type: 'RegularExpression',
    name: 'Cookie',
    // Some implementations match the whole value, others a part of it.
    value: `^(.*; *)?${cookie}(;.*)?$`,
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
