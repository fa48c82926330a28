import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import { DEFAULT_MIN_SAMPLES } from '../../domain/analysis/measurement';
import {
  assessThreshold,
  describeThreshold,
  formatValue,
} from '../../domain/analysis/threshold';
import type { RunningVersion } from '../../domain/model/serviceEnvironment';
import type { Expectation } from '../../targets/listExpectedChecks';
import type { LiveFigures } from '../../targets/liveServiceEnvironment';
import { toTime } from '../../http/formatTime';

const UNITS = { 'success-rate': 'ratio', p95: 'ms' } as const;

export interface HealthFacts {
  current?: RunningVersion;
  observation?: Observation;
  /** Of `current`. */
  figures?: LiveFigures;
  /** What was observed before this, in epoch milliseconds, may not be so any more. */
  freshSince?: number;
  /** The target was asked since and gave no answer: `observation` is of before. */
  isUnanswered?: boolean;
  /** A deployment is under way. How what it brings in fares, its checks say. */
  isChanging?: boolean;
}

/**
 * How what should run is: whether it answers, gets the traffic, and serves it as the service's checks ask. Without an
 * observation nobody knows.
 */
export function toHealthView(facts: HealthFacts): EnvironmentState['health'] {
  const { current, observation, figures } = facts;
  if (facts.isUnanswered && (current || observation?.instances.length)) {
    return {
      status: 'unknown',
      message: 'The target gave no answer when it was last asked',
      at: observation && toTime(observation.at),
    };
  }
  if (!observation) {
    return current
      ? byItsDeployment(current, facts.freshSince)
      : { status: 'not_deployed' };
  }
  const isStale =
    !facts.isChanging && observation.at < (facts.freshSince ?? -Infinity);
  if (current && isStale) {
    return {
      status: 'unknown',
      message: 'The target has not said for some time what runs',
      at: toTime(observation.at),
    };
  }
  const { instances } = observation;
  if (!current && (instances.length === 0 || facts.isChanging)) {
    return { status: 'not_deployed' };
  }
  const problem = current
    ? getProblem(instances, current, facts)
    : problemOfUnknown(instances);
  return {
    status: problem === undefined ? 'healthy' : 'unhealthy',
    message: problem ?? (figures && inSentence(figures)),
    at: toTime(observation.at),
    successRate: figures?.successRate,
    p95Ms: figures?.p95Ms,
    requests: figures?.requests,
    from: figures && toTime(figures.from),
  };
}

/** Until it is observed again, which is soon: what the deployment that has just ended found out. */
function byItsDeployment(
  { version, verification, since, verifiedAt }: RunningVersion,
  freshSince = -Infinity,
): EnvironmentState['health'] {
  if ((verifiedAt ?? since) < freshSince) {
    return {
      status: 'unknown',
      message: 'The target has not reported what is running',
    };
  }
  switch (verification) {
    case 'passed':
      return {
        status: 'healthy',
        message: `${version.name} passed the checks of its deployment`,
        at: toTime(verifiedAt ?? since),
      };
    case 'failed':
      return {
        status: 'unhealthy',
        message: `${version.name} failed the checks of its deployment`,
        at: toTime(since),
      };
    case 'inconclusive':
    case 'error':
    case 'overridden':
      return {
        status: 'unknown',
        message: 'The target has not reported what is running',
      };
    default: {
      const unknown: never = verification;
      throw new Error(`Unknown verdict ${unknown}`);
    }
  }
}

function getProblem(
  instances: ObservedInstance[],
  { version }: RunningVersion,
  { figures, isChanging }: HealthFacts,
): string | undefined {
  const own = instances.filter(({ artifact }) => artifact === version.artifact);
  const serving = own.filter(({ weight }) => weight > 0);
  if (isChanging) {
    // What is being brought in may have all traffic by now, or have taken its place.
    const looked = [serving, own, instances].find(some => some.length > 0);
    return (
      crashing(looked ?? []) ?? notAnswering(looked ?? []) ?? failing(figures)
    );
  }
  if (own.length === 0) {
    return `Nothing of ${version.name} runs, though it should`;
  }
  if (serving.length === 0) {
    return `No instance of ${version.name} gets traffic`;
  }
  return (
    crashing(serving) ??
    notAnswering(serving) ??
    notServed(instances) ??
    failing(figures)
  );
}

/** Nobody deployed it, so nobody can say what it should be like. */
function problemOfUnknown(instances: ObservedInstance[]): string | undefined {
  const serving = instances.filter(({ weight }) => weight > 0);
  return serving.length === 0
    ? 'No instance gets traffic'
    : crashing(serving) ?? notAnswering(serving) ?? notServed(serving);
}

/** One that keeps crashing answers in between, and is not healthy all the same. */
function crashing(instances: ObservedInstance[]): string | undefined {
  const looping = instances.find(({ restarts }) => restarts?.isCrashLoop);
  if (!looping?.restarts) return undefined;
  const { count, events } = looping.restarts;
  const last = events.at(0);
  return `${
    looping.versionName
  } keeps crashing: it was restarted ${count} times${
    last ? `. Last: ${last.message}` : ''
  }`;
}

function notAnswering(instances: ObservedInstance[]): string | undefined {
  const count = instances.filter(({ ready }) => !ready).length;
  if (count === 0) return undefined;
  const noun = instances.length === 1 ? 'instance' : 'instances';
  const verb = count === 1 ? 'does' : 'do';
  return `${count} of ${instances.length} ${noun} ${verb} not answer`;
}

function notServed(instances: ObservedInstance[]): string | undefined {
  const served = instances.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are rounded.
  return served < 99
    ? `Only ${Math.round(served)} % of the traffic goes to an instance`
    : undefined;
}

function failing(figures: LiveFigures | undefined): string | undefined {
  if (!figures) return undefined;
  const broken = figures.expectations.find(
    expectation => judge(expectation, figures)?.result === 'broken',
  );
  return broken && compare(broken, figures);
}

function inSentence(figures: LiveFigures): string {
  const { requests, expectations } = figures;
  const judged = expectations.filter(expectation =>
    judge(expectation, figures),
  );
  if (
    expectations.every(
      ({ minSamples = DEFAULT_MIN_SAMPLES }) => requests < minSamples,
    )
  ) {
    const count = requests === 1 ? '1 request' : `${requests} requests`;
    return `${count} ${getPeriod(figures)}: too few to judge by`;
  }
  return judged.map(expectation => compare(expectation, figures)).join('; ');
}

/** Too few requests say too little to call a place unhealthy. */
function judge(
  { figure, passes, minSamples = DEFAULT_MIN_SAMPLES }: Expectation,
  figures: LiveFigures,
) {
  const value = valueOf(figure, figures);
  return value === undefined || figures.requests < minSamples
    ? undefined
    : assessThreshold(passes, { value }, UNITS[figure]);
}

/** Value, sample, period and threshold, e.g. `89.9 % of 446 requests in the last 5 min succeeded; availability asks for ≥ 99 %`. */
function compare(
  { figure, passes, check }: Expectation,
  figures: LiveFigures,
): string {
  const value = formatValue(valueOf(figure, figures) ?? NaN, UNITS[figure]);
  const sample = `${figures.requests} requests ${getPeriod(figures)}`;
  const asked = describeThreshold(passes, UNITS[figure]);
  return `${
    figure === 'success-rate'
      ? `${value} of ${sample} succeeded`
      : `p95 of ${sample} was ${value}`
  }; ${
    check
      ? `the check ${check} asks for ${asked}`
      : `${asked} is asked for where no check says otherwise`
  }`;
}

function valueOf(
  figure: Expectation['figure'],
  { successRate, p95Ms }: LiveFigures,
): number | undefined {
  return figure === 'success-rate' ? successRate : p95Ms;
}

function getPeriod({ from, to, isNew }: LiveFigures): string {
  const period = formatDuration(Math.max(1_000, to - from));
  return isNew
    ? `in the ${period} since it took over`
    : `in the last ${period}`;
}

const MAX_RESTART_EVENTS = 10;

/** What ended by itself here, or stopped answering, and was started again; absent where nothing was. */
export function toRestartsView(
  observation: Observation | undefined,
): EnvironmentState['restarts'] {
  const restarted = (observation?.instances ?? []).flatMap(
    ({ versionName, restarts }) =>
      restarts && restarts.count > 0 ? [{ versionName, ...restarts }] : [],
  );
  if (restarted.length === 0) return undefined;
  return {
    count: restarted.reduce((sum, { count }) => sum + count, 0),
    crashLoop: restarted.some(({ isCrashLoop }) => isCrashLoop),
    events: restarted
      .flatMap(({ versionName, events }) =>
        events.map(event => ({ versionName, ...event })),
      )
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_RESTART_EVENTS)
      .map(event => ({ ...event, at: toTime(event.at) })),
  };
}

/** Who gets how much traffic, the largest share first. */
export function toTrafficView(
  observation: Observation | undefined,
): EnvironmentState['traffic'] {
  const byArtifact = new Map<string, EnvironmentState['traffic'][number]>();
  for (const { artifact, versionName, weight } of observation?.instances ??
    []) {
    if (weight <= 0) continue;
    const known = byArtifact.get(artifact);
    if (known) known.weight += weight;
    else byArtifact.set(artifact, { artifact, versionName, weight });
  }
  return [...byArtifact.values()].sort((a, b) => b.weight - a.weight);
}
