import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type {
  RequestMatch,
  TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import { createShuffleBag } from './weightedShuffleBag';

/** A version that can get traffic. */
interface WeightedInstance {
  instance: string;
  /** Percent, 0 to 100. */
  weight: number;
}

/** How requests are distributed among the instances of a service environment. */
export interface RoutingTable {
  routes: readonly WeightedInstance[];
  /** The instance to which `routing` applies. */
  candidate?: string;
  /** An instance of the baseline's version that is compared with the candidate. */
  freshBaseline?: string;
  routing?: TrafficRouting;
}

/** Where a request goes. */
export interface RoutingDecision {
  /** Absent if the request falls into a share of traffic that isn't assigned to an instance. */
  instance?: string;
  /** The request goes to the candidate because of its header or cookie. */
  isMatched: boolean;
  /** Value of a `Set-Cookie` header that makes the user's version stay the same. */
  setCookie?: string;
  /** The candidate, if it also gets a copy of the request. */
  mirrorTo?: string;
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

const USER_ID = /^[\w-]{8,64}$/;

/** Reads a cookie from the header `Cookie`; the first one if several have the name. */
export function readCookie(
  header: string | undefined,
  name: string,
): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) {
      return pair.slice(equals + 1).trim();
    }
  }
  return undefined;
}

function hasMatch(
  { headers }: IncomingMessage,
  match: readonly RequestMatch[],
): boolean {
  return match.some(rule =>
    'header' in rule
      ? headers[rule.header.toLowerCase()] === rule.value
      : readCookie(headers.cookie, rule.cookie) === rule.value,
  );
}

/**
 * Maps a user to a percentage from 0 to 100, which stays the same for a candidate: the user gets the candidate if it is
 * below the weight. For another candidate it is another percentage, so that it isn't always the same users who get new
 * versions first.
 */
function toPercentage(userId: string, candidate: string): number {
  return (hash(`${candidate} ${userId}`) / 2 ** 32) * 100;
}

/** FNV-1a with the final mix of MurmurHash3, which spreads over 32 bits. It decides nothing that must be secret. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Creates a function that chooses the version for each request. */
export function createRequestRouter({
  routes,
  candidate: candidateId,
  freshBaseline: freshBaselineId,
  routing = {},
}: RoutingTable): (request: IncomingMessage) => RoutingDecision {
  const withTraffic = routes.filter(({ weight }) => weight > 0);
  const draw = createShuffleBag(
    withTraffic.map(({ instance, weight }) => ({ id: instance, weight })),
  );
  const candidate = routes.find(({ instance }) => instance === candidateId);
  if (!candidate) return () => ({ instance: draw(), isMatched: false });

  const { sticky, match = [] } = routing;
  const isMirrored = createMirrorSampler(routing.mirror);
  const freshBaseline = withTraffic.find(
    ({ instance }) => instance === freshBaselineId,
  );
  const baseline = withTraffic.find(
    route => route !== candidate && route !== freshBaseline,
  );
  /** The users of the fresh baseline are the next ones to get the candidate. */
  const chooseForUser = (userId: string): string | undefined => {
    const above = toPercentage(userId, candidate.instance) - candidate.weight;
    if (above < 0) return candidate.instance;
    const isFresh = freshBaseline && above < freshBaseline.weight;
    return (isFresh ? freshBaseline : baseline ?? freshBaseline)?.instance;
  };
  /** A new user gets the version that the weights give to this request, and an id that leads to it. */
  const createUserId = (instance: string): string => {
    for (;;) {
      const userId = randomUUID();
      if (chooseForUser(userId) === instance) return userId;
    }
  };
  const attributes = sticky
    ? `Path=/; HttpOnly; SameSite=Lax${
        sticky.maxAgeSeconds === undefined
          ? ''
          : `; Max-Age=${sticky.maxAgeSeconds}`
      }`
    : '';

  const choose = (request: IncomingMessage): RoutingDecision => {
    if (match.length > 0 && hasMatch(request, match)) {
      return { instance: candidate.instance, isMatched: true };
    }
    if (!sticky) return { instance: draw(), isMatched: false };
    const known = readCookie(request.headers.cookie, sticky.cookie);
    if (known && USER_ID.test(known)) {
      return { instance: chooseForUser(known), isMatched: false };
    }
    const instance = draw();
    if (instance === undefined) return { isMatched: false };
    return {
      instance,
      isMatched: false,
      setCookie: `${sticky.cookie}=${createUserId(instance)}; ${attributes}`,
    };
  };

  return request => {
    const decision = choose(request);
    const { instance } = decision;
    if (
      instance !== undefined &&
      instance !== candidate.instance &&
      isMirrored(request.method ?? '')
    ) {
      decision.mirrorTo = candidate.instance;
    }
    return decision;
  };
}

/** Creates a function that chooses exactly the percentage of requests to copy. */
function createMirrorSampler(
  mirror: TrafficRouting['mirror'],
): (method: string) => boolean {
  if (!mirror) return () => false;
  const methods = new Set(mirror.methods ?? SAFE_METHODS);
  const draw = createShuffleBag([{ id: 'mirror', weight: mirror.percent }]);
  return method => methods.has(method) && draw() !== undefined;
}
