import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { InstanceRecord, PlaceState } from '../state/serviceEnvironmentState';

/*
 * What each effect does to the stored state of a place. Pure but for writing into the draft they are given; processes
 * and proxy follow the state.
 */

export interface BringInRequest {
  /** For the new instance, if one is needed. */
  id: string;
  artifact: string;
  versionName: string;
  deploymentId: string;
  env: Record<string, string>;
  readyTimeoutMs?: number;
  restart: boolean;
  now: number;
}

function baselineOf(draft: PlaceState): InstanceRecord | undefined {
  return draft.instances.find(({ role }) => role === 'baseline');
}

function candidateOf(draft: PlaceState): InstanceRecord | undefined {
  return draft.instances.find(({ role }) => role === 'candidate');
}

function retire(instance: InstanceRecord): void {
  instance.role = 'retired';
  instance.weight = 0;
}

/** Makes the candidate the only one that serves. */
function promote(draft: PlaceState, candidate: InstanceRecord): void {
  for (const instance of draft.instances) {
    if (instance !== candidate) retire(instance);
  }
  candidate.role = 'baseline';
  candidate.weight = 100;
}

function dropCandidate(draft: PlaceState): void {
  const candidate = candidateOf(draft);
  if (candidate) retire(candidate);
  const baseline = baselineOf(draft);
  if (baseline) baseline.weight = 100;
}

function sameEnv(
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
 * Adds a candidate, or names the baseline where that is this very version under these very settings.
 *
 * A place has one candidate at most. One that an earlier deployment left behind goes: with all traffic on it, it is what
 * runs, and becomes the baseline; otherwise it is taken back.
 */
export function bringIn(
  draft: PlaceState,
  request: BringInRequest,
): { instanceId: string } {
  const left = candidateOf(draft);
  if (left?.weight === 100) promote(draft, left);
  else if (left) dropCandidate(draft);

  const baseline = baselineOf(draft);
  if (
    baseline &&
    !request.restart &&
    baseline.artifact === request.artifact &&
    baseline.readyTimeoutMs === request.readyTimeoutMs &&
    sameEnv(baseline.env, request.env)
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

function requireServing(draft: PlaceState, id: string): InstanceRecord {
  const instance = draft.instances.find(
    candidate => candidate.id === id && candidate.role !== 'retired',
  );
  if (!instance) throw unknownCandidate(id);
  return instance;
}

export function unknownCandidate(id: string): EffectError {
  return new EffectError(
    `Instance ${id} does not run here: it was stopped, or another deployment replaced it`,
    { code: 'unknown_candidate', retryable: false },
  );
}

export function shiftTraffic(
  draft: PlaceState,
  candidateId: string,
  weight: number,
): void {
  if (!(weight >= 0 && weight <= 100)) {
    throw new EffectError(
      `A weight is a percentage from 0 to 100, not ${weight}`,
      { code: 'bad_weight', retryable: false },
    );
  }
  const instance = requireServing(draft, candidateId);
  // The version that ran already: it is its own baseline and keeps everything.
  if (instance.role === 'baseline') return;
  const baseline = baselineOf(draft);
  if (baseline) {
    instance.weight = weight;
    baseline.weight = 100 - weight;
  } else if (weight > 0) {
    // No other instance would answer the rest.
    instance.weight = 100;
  }
}

export function finalizeCandidate(
  draft: PlaceState,
  candidateId: string,
): void {
  promote(draft, requireServing(draft, candidateId));
}

/**
 * Gives all traffic to the baseline and retires the candidate. Of a candidate that is gone already there is nothing
 * left to do.
 *
 * @param deploymentId - whose candidate it is, where the difference between "was there before" and "was finalized"
 *   matters.
 */
export function abortCandidate(
  draft: PlaceState,
  candidateId: string | undefined,
  deploymentId: string | undefined,
): void {
  const named = draft.instances.find(({ id }) => id === candidateId);
  if (named?.role === 'baseline') {
    if (deploymentId !== undefined && named.deploymentId === deploymentId) {
      throw new EffectError(
        `Version ${named.versionName} was finalized and its predecessor stopped: there is no baseline to go back to`,
        { code: 'already_finalized', retryable: false },
      );
    }
    // It ran before this deployment, which therefore changed nothing.
    return;
  }
  // A candidate that another deployment has brought in meanwhile is not this call's to take away.
  if (candidateId !== undefined && candidateOf(draft)?.id !== candidateId) {
    return;
  }
  dropCandidate(draft);
}

export function removeAll(draft: PlaceState): void {
  draft.instances.forEach(retire);
}
