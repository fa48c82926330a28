import {
  EffectError,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  InstanceRecord,
  ServiceEnvironmentState,
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
  /** Start a new instance even if the baseline is this version. */
  restart: boolean;
  /** Epoch milliseconds. */
  now: number;
}

function findBaseline(
  draft: ServiceEnvironmentState,
): InstanceRecord | undefined {
  return draft.instances.find(({ role }) => role === 'baseline');
}

function findCandidate(
  draft: ServiceEnvironmentState,
): InstanceRecord | undefined {
  return draft.instances.find(({ role }) => role === 'candidate');
}

function retire(instance: InstanceRecord): void {
  instance.role = 'retired';
  instance.weight = 0;
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
}

/** Retires the candidate and gives the baseline all traffic. */
function dropCandidate(draft: ServiceEnvironmentState): void {
  const candidate = findCandidate(draft);
  if (candidate) retire(candidate);
  const baseline = findBaseline(draft);
  if (baseline) baseline.weight = 100;
  delete draft.routing;
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
 * Adds a candidate, or returns the baseline if it is this version with these settings.
 *
 * There is at most one candidate. One that an earlier deployment left behind becomes the baseline if it has all
 * traffic, and is retired otherwise.
 */
export function addCandidate(
  draft: ServiceEnvironmentState,
  request: CandidateRequest,
): { instanceId: string } {
  const previous = findCandidate(draft);
  if (previous?.weight === 100) promote(draft, previous);
  else if (previous) dropCandidate(draft);

  const baseline = findBaseline(draft);
  if (
    baseline &&
    !request.restart &&
    baseline.artifact === request.artifact &&
    baseline.readyTimeoutMs === request.readyTimeoutMs &&
    isSameEnv(baseline.env, request.env)
  ) {
    return { instanceId: baseline.id };
  }
  draft.instances.push({
    id: request.id,
    artifact: request.artifact,
    versionName: request.versionName,
    deploymentId: request.deploymentId,
    role: 'candidate',
    weight: 0,
    env: request.env,
    readyTimeoutMs: request.readyTimeoutMs,
    since: request.now,
  });
  return { instanceId: request.id };
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

/** The error for an instance that does not exist or is retired. */
export function createUnknownCandidateError(id: string): EffectError {
  return new EffectError(
    `Instance ${id} is not running here: it was stopped, or another deployment replaced it`,
    { code: 'unknown_candidate', retryable: false },
  );
}

/**
 * Gives the candidate `weight` percent of traffic and the baseline the rest; all of it if there is no baseline. `routing`
 * replaces the rules, if it is present.
 *
 * @throws EffectError `bad_weight`, `unknown_candidate`
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
  if (routing) draft.routing = routing;
  const baseline = findBaseline(draft);
  if (baseline) {
    instance.weight = weight;
    baseline.weight = 100 - weight;
  } else if (weight > 0) {
    // No other instance could handle the rest.
    instance.weight = 100;
  }
}

/**
 * Makes the candidate the baseline and retires all other instances.
 *
 * @throws EffectError `unknown_candidate`
 */
export function finalizeCandidate(
  draft: ServiceEnvironmentState,
  candidateId: string,
): void {
  promote(draft, requireInstance(draft, candidateId));
}

/**
 * Gives the baseline all traffic and retires the candidate. Does nothing if the candidate no longer exists.
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
): void {
  const named = draft.instances.find(({ id }) => id === candidateId);
  if (named?.role === 'baseline') {
    if (deploymentId !== undefined && named.deploymentId === deploymentId) {
      throw new EffectError(
        `Version ${named.versionName} was finalized and the previous version was stopped, so there is no baseline to return to`,
        { code: 'already_finalized', retryable: false },
      );
    }
    // It was running before this deployment, which has changed nothing.
    return;
  }
  // The current candidate belongs to another deployment.
  if (candidateId !== undefined && findCandidate(draft)?.id !== candidateId) {
    return;
  }
  dropCandidate(draft);
}

/** Retires all instances. */
export function removeAll(draft: ServiceEnvironmentState): void {
  draft.instances.forEach(retire);
  delete draft.routing;
}
