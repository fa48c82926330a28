import {
  formatDuration,
  formatWeight,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import { DEFAULT_MIN_SAMPLES } from '../../domain/analysis/measurement';
import {
  assessThreshold,
  describeThreshold,
  formatValueBeside,
} from '../../domain/analysis/threshold';
import type { RunningVersion } from '../../domain/model/serviceEnvironment';
import {
  groupByVersion,
  runsArtifact,
} from '../../domain/serviceEnvironment/observedVersions';
import type { Expectation } from '../../targets/listExpectedChecks';
import type { LiveFigures } from '../../targets/liveServiceEnvironment';
import { toTime } from '../../http/formatTime';

const UNITS = { 'success-rate': 'ratio', p95: 'ms' } as const;

export interface HealthFacts {
  current?: RunningVersion;
  observation?: Observation;
  /** The measurements of `current`. */
  figures?: LiveFigures;
  /** Epoch milliseconds. Older observations may no longer be true. */
  freshSince?: number;
  /** The target did not respond when it was last called, so `observation` is older. */
  isUnanswered?: boolean;
  /** A deployment is in progress. Its checks, not this, judge the candidate. */
  isChanging?: boolean;
}

/**
 * The health of the version that should be running: whether it responds, gets the traffic, and meets the thresholds of
 * the service's checks. Without an observation, the last deployment's verification decides.
 */
export function toHealthView(facts: HealthFacts): EnvironmentState['health'] {
  const { current, observation, figures } = facts;
  if (facts.isUnanswered && (current || observation?.instances.length)) {
    return {
      status: 'unknown',
      message: 'The target did not respond when it was last called',
      at: observation && toTime(observation.at),
    };
  }
  if (!observation) {
    return current
      ? toHealthFromDeployment(current, facts.freshSince)
      : { status: 'not_deployed' };
  }
  const isStale =
    !facts.isChanging && observation.at < (facts.freshSince ?? -Infinity);
  if (current && isStale) {
    return {
      status: 'unknown',
      message: 'The target has not reported for some time what is running',
      at: toTime(observation.at),
    };
  }
  const { instances } = observation;
  if (!current && (instances.length === 0 || facts.isChanging)) {
    return { status: 'not_deployed' };
  }
  const problem = current
    ? findProblem(instances, current, facts)
    : findUnknownVersionProblem(instances);
  return {
    status: problem === undefined ? 'healthy' : 'unhealthy',
    message: problem ?? (figures && describeFigures(figures)),
    at: toTime(observation.at),
    successRate: figures?.successRate,
    p95Ms: figures?.p95Ms,
    requests: figures?.requests,
    from: figures && toTime(figures.from),
  };
}

/** The health by the checks of the deployment that has just ended, until the next observation. */
function toHealthFromDeployment(
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

function findProblem(
  instances: ObservedInstance[],
  { version }: RunningVersion,
  { figures, isChanging }: HealthFacts,
): string | undefined {
  const own = instances.filter(instance =>
    runsArtifact(instance, version.artifact),
  );
  const serving = own.filter(({ weight }) => weight > 0);
  if (isChanging) {
    // The candidate may have all the traffic already, or may have replaced the previous version.
    const relevant = [serving, own, instances].find(some => some.length > 0);
    return (
      findCrashLoop(relevant ?? []) ??
      findUnresponsive(relevant ?? []) ??
      findBrokenExpectation(figures)
    );
  }
  if (own.length === 0) {
    return `${version.name} should be running, but no instance of it is`;
  }
  if (serving.length === 0) {
    return `No instance of ${version.name} gets traffic`;
  }
  return (
    findCrashLoop(serving) ??
    findUnresponsive(serving) ??
    findUnservedTraffic(instances) ??
    findBrokenExpectation(figures)
  );
}

/** Judges versions that Slipway did not deploy. No version is expected, so only the traffic and the instances count. */
function findUnknownVersionProblem(
  instances: ObservedInstance[],
): string | undefined {
  const serving = instances.filter(({ weight }) => weight > 0);
  return serving.length === 0
    ? 'No instance gets traffic'
    : findCrashLoop(serving) ??
        findUnresponsive(serving) ??
        findUnservedTraffic(serving);
}

/** An instance in a crash loop is unhealthy, even if it responds between two crashes. */
function findCrashLoop(instances: ObservedInstance[]): string | undefined {
  const looping = instances.find(({ restarts }) => restarts?.isCrashLoop);
  if (!looping?.restarts) return undefined;
  const { count, events } = looping.restarts;
  const last = events.at(0);
  return `${looping.versionName} keeps crashing: ${count} restarts${
    last ? `. Last: ${last.message}` : ''
  }`;
}

function findUnresponsive(instances: ObservedInstance[]): string | undefined {
  const count = instances.filter(({ ready }) => !ready).length;
  if (count === 0) return undefined;
  const noun = instances.length === 1 ? 'instance' : 'instances';
  const verb = count === 1 ? 'does' : 'do';
  return `${count} of ${instances.length} ${noun} ${verb} not respond`;
}

function findUnservedTraffic(
  instances: ObservedInstance[],
): string | undefined {
  const served = instances.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are rounded.
  return served < 99
    ? `Only ${formatWeight(served)} of the traffic goes to an instance`
    : undefined;
}

function findBrokenExpectation(
  figures: LiveFigures | undefined,
): string | undefined {
  if (!figures) return undefined;
  const broken = figures.expectations.find(
    expectation => assess(expectation, figures)?.result === 'broken',
  );
  return broken && describeExpectation(broken, figures);
}

function describeFigures(figures: LiveFigures): string {
  const { requests, expectations } = figures;
  const assessed = expectations.filter(expectation =>
    assess(expectation, figures),
  );
  if (
    expectations.every(
      ({ minSamples = DEFAULT_MIN_SAMPLES }) => requests < minSamples,
    )
  ) {
    const count = requests === 1 ? '1 request' : `${requests} requests`;
    return `${count} ${describePeriod(figures)}, too few to judge`;
  }
  return assessed
    .map(expectation => describeExpectation(expectation, figures))
    .join('; ');
}

/** Undefined if there are too few requests to judge by. */
function assess(
  { figure, passes, minSamples = DEFAULT_MIN_SAMPLES }: Expectation,
  figures: LiveFigures,
) {
  const value = readFigure(figure, figures);
  return value === undefined || figures.requests < minSamples
    ? undefined
    : assessThreshold(passes, { value }, UNITS[figure]);
}

/**
 * Value, sample, period and threshold, e.g. `89.9 % of 446 requests in the last 5 min succeeded; the check availability
 * needs ≥ 99 %`.
 */
function describeExpectation(
  { figure, passes, check }: Expectation,
  figures: LiveFigures,
): string {
  const value = formatValueBeside(
    readFigure(figure, figures) ?? NaN,
    passes,
    UNITS[figure],
  );
  const sample = `${figures.requests} requests ${describePeriod(figures)}`;
  const threshold = describeThreshold(passes, UNITS[figure]);
  return `${
    figure === 'success-rate'
      ? `${value} of ${sample} succeeded`
      : `p95 of ${sample} was ${value}`
  }; ${
    check
      ? `the check ${check} needs ${threshold}`
      : `the default threshold is ${threshold}`
  }`;
}

function readFigure(
  figure: Expectation['figure'],
  { successRate, p95Ms }: LiveFigures,
): number | undefined {
  return figure === 'success-rate' ? successRate : p95Ms;
}

function describePeriod({ from, to, isNew }: LiveFigures): string {
  const period = formatDuration(Math.max(1_000, to - from));
  return isNew
    ? `in the ${period} since it took over`
    : `in the last ${period}`;
}

const MAX_RESTART_EVENTS = 10;

/** Restarts of instances that exited or stopped responding. Undefined if there were none. */
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

/**
 * The traffic share of each version, largest first.
 *
 * @param known - The versions that readers compare with. A share has their spelling of the artifact.
 */
export function toTrafficView(
  observation: Observation | undefined,
  known: readonly { artifact: string }[] = [],
): EnvironmentState['traffic'] {
  const serving = (observation?.instances ?? []).filter(
    ({ weight }) => weight > 0,
  );
  return groupByVersion(serving)
    .map(({ artifact, spellings, versionName, weight }) => ({
      artifact:
        known.find(version => spellings.includes(version.artifact))?.artifact ??
        artifact,
      versionName,
      weight,
    }))
    .sort((a, b) => b.weight - a.weight);
}
