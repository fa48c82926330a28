import {
  EffectError,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import {
  addReplicas,
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';

/*
 * What each effect does to the stored state of a service environment. These functions change only the draft that they
 * are given; processes and proxy follow the state.
 */

/** A version to start. */
export interface CandidateRequest {
  /** Id of the new instance, if one is needed. */
  id: string;
  artifact: string;
  versionName: string;
  deploymentId: string;
  /** Environment variables from the settings. */
  env: Record<string, string>;
  /** Overrides the timeout of the service. */
  readyTimeoutMs?: number;
  /** Number of its replicas, and limits while they are replaced. */
  size: number;
  maxUnavailable: number;
  surge: number;
  /** Replace the replicas of all other instances in batches, instead of starting next to them. */
  rolling: boolean;
  /** Id of a fresh baseline to start together with the candidate; absent if none is asked for. */
  freshBaselineId?: string;
  /** Start a new instance even if the baseline is this version. */
  restart: boolean;
  /** Epoch milliseconds. */
  now: number;
}

type Found = InstanceRecord | undefined;

function findBaseline({ instances }: ServiceEnvironmentState): Found {
  return instances.find(({ role }) => role === 'baseline');
}

function findCandidate({ instances }: ServiceEnvironmentState): Found {
  return instances.find(({ role }) => role === 'candidate');
}

/** There is one only next to a candidate. */
function findFreshBaseline({ instances }: ServiceEnvironmentState): Found {
  return instances.find(({ role }) => role === 'fresh-baseline');
}

function retire(instance: InstanceRecord): void {
  instance.role = 'retired';
  instance.weight = 0;
  for (const replica of instance.replicas) replica.isRetired = true;
}

/** Removes retired instances without processes. Must be called after each change that can leave one. */
export function removeStopped(draft: ServiceEnvironmentState): void {
  draft.instances = draft.instances.filter(
    ({ role, replicas }) => role !== 'retired' || replicas.length > 0,
  );
}

/** Makes the candidate the baseline and retires all other instances. */
function promote(
  draft: ServiceEnvironmentState,
  candidate: InstanceRecord,
): void {
  for (const instance of draft.instances) {
    if (instance !== candidate) retire(instance);
  }
  candidate.role = 'baseline';
  candidate.weight = 100;
  delete draft.routing;
  delete draft.rollingTo;
  removeStopped(draft);
}

/**
 * Gives the baseline all traffic and retires the candidate. If a rolling deployment has stopped replicas of the
 * baseline, the candidate's give way to new ones in batches.
 */
function dropCandidate(draft: ServiceEnvironmentState): void {
  const candidate = findCandidate(draft);
  const baseline = findBaseline(draft);
  const freshBaseline = findFreshBaseline(draft);
  delete draft.routing;
  if (freshBaseline) retire(freshBaseline);
  if (baseline && listActive(baseline).length < baseline.size) {
    if (candidate) candidate.role = 'retired';
    draft.rollingTo = baseline.id;
    return;
  }
  if (candidate) retire(candidate);
  if (baseline) baseline.weight = 100;
  delete draft.rollingTo;
  removeStopped(draft);
}

/** Ends what an earlier deployment left behind. Users keep the version that has all the traffic. */
function settleCandidate(
  draft: ServiceEnvironmentState,
  candidate: InstanceRecord,
): void {
  const joined = listActive(candidate).filter(({ hasJoined }) => hasJoined);
  if (candidate.weight < 100) dropCandidate(draft);
  else if (draft.rollingTo !== candidate.id) promote(draft, candidate);
  else if (findBaseline(draft) || joined.length === 0) dropCandidate(draft);
  else {
    // A first version of which not all replicas became ready.
    promote(draft, candidate);
    candidate.size = joined.length;
    for (const replica of candidate.replicas) {
      if (!replica.hasJoined) replica.isRetired = true;
    }
  }
}

function isSameEnv(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => a[key] === b[key])
  );
}

/**
 * Adds a candidate, or returns the baseline if it is this version with these settings. Adds a fresh baseline next to it if one
 * is asked for and there is a baseline.
 *
 * There is at most one candidate. One that an earlier deployment left behind becomes the baseline if it has all
 * traffic, and is retired otherwise.
 */
export function addCandidate(
  draft: ServiceEnvironmentState,
  request: CandidateRequest,
): { instanceId: string } {
  const previous = findCandidate(draft);
  if (previous) settleCandidate(draft, previous);

  const baseline = findBaseline(draft);
  if (
    baseline &&
    !request.restart &&
    baseline.artifact === request.artifact &&
    baseline.readyTimeoutMs === request.readyTimeoutMs &&
    baseline.size === request.size &&
    isSameEnv(baseline.env, request.env)
  ) {
    return { instanceId: baseline.id };
  }
  const candidate: InstanceRecord = {
    id: request.id,
    artifact: request.artifact,
    versionName: request.versionName,
    deploymentId: request.deploymentId,
    role: 'candidate',
    weight: 0,
    env: request.env,
    readyTimeoutMs: request.readyTimeoutMs,
    since: request.now,
    size: request.size,
    maxUnavailable: request.maxUnavailable,
    surge: request.surge,
    replicas: [],
    nextReplica: 0,
  };
  draft.instances.push(candidate);
  if (request.rolling) draft.rollingTo = candidate.id;
  else {
    addReplicas(candidate, candidate.size);
    if (baseline && request.freshBaselineId !== undefined) {
      addFreshBaseline(draft, request.freshBaselineId, { baseline, candidate });
    }
  }
  return { instanceId: request.id };
}

/** Adds an instance that differs from the baseline only in age, and from the candidate only in version. */
function addFreshBaseline(
  draft: ServiceEnvironmentState,
  id: string,
  { baseline, candidate }: Record<'baseline' | 'candidate', InstanceRecord>,
): void {
  const { artifact, versionName, env, readyTimeoutMs } = baseline;
  const freshBaseline: InstanceRecord = {
    ...candidate,
    id,
    role: 'fresh-baseline',
    artifact,
    versionName,
    env,
    readyTimeoutMs,
    replicas: [],
    nextReplica: 0,
  };
  addReplicas(freshBaseline, freshBaseline.size);
  draft.instances.push(freshBaseline);
}

function requireInstance(
  draft: ServiceEnvironmentState,
  id: string,
): InstanceRecord {
  const instance = draft.instances.find(
    candidate => candidate.id === id && candidate.role !== 'retired',
  );
  if (!instance) throw createUnknownCandidateError(id);
  return instance;
}

/** A rolling deployment in progress decides the weights itself. */
function requireNoRolling(draft: ServiceEnvironmentState): void {
  if (draft.rollingTo === undefined) return;
  throw new EffectError(
    'The instances are still being replaced in batches: try again when that is done',
    { code: 'not_ready', retryable: true },
  );
}

/** The error for an instance that does not exist or is retired. */
export function createUnknownCandidateError(id: string): EffectError {
  return new EffectError(
    `Instance ${id} is not running here: it was stopped, or another deployment replaced it`,
    { code: 'unknown_candidate', retryable: false },
  );
}

/**
 * Gives the candidate `weight` percent of traffic and the baseline the rest; all of it if there is no baseline. Of the rest,
 * a fresh baseline gets as much as the candidate, if there is as much. `routing` replaces the rules, if it is present.
 *
 * @throws EffectError `bad_weight`, `unknown_candidate`, `not_ready`
 */
export function shiftTraffic(
  draft: ServiceEnvironmentState,
  candidateId: string,
  weight: number,
  routing?: TrafficRouting,
): void {
  if (!(weight >= 0 && weight <= 100)) {
    throw new EffectError(
      `The weight must be a percentage from 0 to 100, not ${weight}`,
      { code: 'bad_weight', retryable: false },
    );
  }
  const instance = requireInstance(draft, candidateId);
  // The version was running before: it is baseline and candidate at the same time, and keeps all traffic.
  if (instance.role === 'baseline') return;
  requireNoRolling(draft);
  if (routing) draft.routing = routing;
  const baseline = findBaseline(draft);
  // A rolling deployment has stopped all replicas of the baseline.
  if (baseline && listActive(baseline).length > 0) {
    const rest = 100 - weight;
    const freshBaseline = findFreshBaseline(draft);
    const freshWeight = freshBaseline ? Math.min(weight, rest) : 0;
    instance.weight = weight;
    if (freshBaseline) freshBaseline.weight = freshWeight;
    baseline.weight = rest - freshWeight;
  } else if (weight > 0) {
    // No other instance could handle the rest.
    instance.weight = 100;
  }
}

/**
 * Makes the candidate the baseline and retires all other instances.
 *
 * @throws EffectError `unknown_candidate`, `not_ready`
 */
export function finalizeCandidate(
  draft: ServiceEnvironmentState,
  candidateId: string,
): void {
  const candidate = requireInstance(draft, candidateId);
  requireNoRolling(draft);
  promote(draft, candidate);
}

/**
 * Gives the baseline all traffic and retires the candidate. Does nothing if the candidate no longer exists. If a rolling
 * deployment has stopped replicas of the baseline, returns the baseline's id: it is restored in batches.
 *
 * @param candidateId - Instance to retire; any candidate if absent.
 * @param deploymentId - The deployment that aborts, to distinguish a version that was running before it from one that
 *   it has finalized; absent if that does not matter.
 * @throws EffectError `already_finalized`
 */
export function abortCandidate(
  draft: ServiceEnvironmentState,
  candidateId: string | undefined,
  deploymentId: string | undefined,
): { instanceId: string } | void {
  const named = draft.instances.find(({ id }) => id === candidateId);
  if (named?.role === 'baseline') {
    if (deploymentId !== undefined && named.deploymentId === deploymentId) {
      throw new EffectError(
        `Version ${named.versionName} was finalized and the previous version was stopped, so there is no baseline to return to`,
        { code: 'already_finalized', retryable: false },
      );
    }
    // It was running before this deployment, which has changed nothing.
    return undefined;
  }
  // The current candidate belongs to another deployment.
  if (candidateId !== undefined && findCandidate(draft)?.id !== candidateId) {
    return toRestoration(draft);
  }
  dropCandidate(draft);
  return toRestoration(draft);
}

function toRestoration(
  draft: ServiceEnvironmentState,
): { instanceId: string } | undefined {
  const baseline = findBaseline(draft);
  return baseline && baseline.id === draft.rollingTo
    ? { instanceId: baseline.id }
    : undefined;
}

/** Retires all instances. */
export function removeAll(draft: ServiceEnvironmentState): void {
  draft.instances.forEach(retire);
  delete draft.routing;
  delete draft.rollingTo;
  removeStopped(draft);
}
