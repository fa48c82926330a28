import { formatWeight } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { RunningVersion } from '../../../domain/model/serviceEnvironment';
import {
  groupByVersion,
  runsArtifact,
} from '../../../domain/serviceEnvironment/observedVersions';
import type { LiveFigures } from '../../../targets/liveFigures';
import { toTime } from '../../../http/formatTime';
import { describeFigures, findBrokenExpectation } from './figuresReason';
import { because, type HealthReason } from './healthReason';

export interface HealthFacts {
  current?: RunningVersion;
  observation?: Observation;
  /** The measurements of `current`; `pending` if they are not known yet. */
  figures?: LiveFigures | 'pending';
  /** Epoch milliseconds. Older observations may no longer be true. */
  freshSince?: number;
  /** The target did not respond when it was last called, so `observation` is older. */
  isUnanswered?: boolean;
  /** A deployment is in progress. Its checks, not this, judge the candidate. */
  isChanging?: boolean;
}

const UNMEASURED = because(
  'Nothing can be measured at the moment: no service responds to the portal in time',
  'target_unmeasured',
);

const PENDING = because(
  'Its requests have not been measured yet',
  'figures_pending',
);

/**
 * The health of the version that should be running: whether it responds, gets the traffic, and meets the thresholds of
 * the service's checks. Without an observation, the last deployment's verification decides. It is never healthy as long as
 * its figures are pending, because they may show that it isn't.
 */
export function toHealthView(facts: HealthFacts): EnvironmentState['health'] {
  if (facts.figures !== 'pending') return judge(facts, facts.figures);
  const health = judge(facts, undefined);
  return health.status === 'healthy'
    ? { status: 'unknown', ...PENDING, at: health.at }
    : health;
}

function judge(
  facts: HealthFacts,
  figures: LiveFigures | undefined,
): EnvironmentState['health'] {
  const { current, observation } = facts;
  if (facts.isUnanswered && (current || observation?.instances.length)) {
    return {
      status: 'unknown',
      ...because(
        'The target did not respond when it was last called',
        'target_unanswered',
      ),
      at: observation && toTime(observation.at),
    };
  }
  if (!observation) {
    if (!current) return { status: 'not_deployed' };
    const broken = findBrokenExpectation(figures);
    return broken
      ? { status: 'unhealthy', ...broken, ...toFiguresView(figures) }
      : toHealthFromDeployment(current, facts.freshSince);
  }
  const isStale =
    !facts.isChanging && observation.at < (facts.freshSince ?? -Infinity);
  if (current && isStale) {
    return {
      status: 'unknown',
      ...because(
        'The target has not reported for some time what is running',
        'target_silent',
      ),
      at: toTime(observation.at),
    };
  }
  const { instances } = observation;
  if (!current && (instances.length === 0 || facts.isChanging)) {
    return { status: 'not_deployed' };
  }
  const problem = current
    ? findProblem(instances, current, { ...facts, figures })
    : findUnknownVersionProblem(instances);
  const unmeasured = instances.some(isUnmeasured) ? UNMEASURED : undefined;
  let status: 'healthy' | 'unhealthy' | 'unknown' = 'healthy';
  if (problem) status = 'unhealthy';
  else if (unmeasured) status = 'unknown';
  return {
    status,
    ...(problem ?? unmeasured ?? (figures && describeFigures(figures))),
    at: toTime(observation.at),
    ...toFiguresView(figures),
  };
}

function toFiguresView(figures: LiveFigures | undefined) {
  return {
    successRate: figures?.successRate,
    p95Ms: figures?.p95Ms,
    requests: figures?.requests,
    from: figures && toTime(figures.from),
  };
}

function isUnmeasured({ weight, ready, unready }: ObservedInstance): boolean {
  return weight > 0 && !ready && unready?.state === 'unmeasured';
}

const UNREPORTED = because(
  'The target has not reported what is running',
  'target_unreported',
);

/** The health by the checks of the deployment that has just ended, until the next observation. */
function toHealthFromDeployment(
  { version, verification, since, verifiedAt }: RunningVersion,
  freshSince = -Infinity,
): EnvironmentState['health'] {
  if ((verifiedAt ?? since) < freshSince) {
    return {
      status: 'unknown',
      ...UNREPORTED,
    };
  }
  switch (verification) {
    case 'passed':
      return {
        status: 'healthy',
        ...because(
          `${version.name} passed the checks of its deployment`,
          'deployment_checks_passed',
          { version: version.name },
        ),
        at: toTime(verifiedAt ?? since),
      };
    case 'failed':
      return {
        status: 'unhealthy',
        ...because(
          `${version.name} failed the checks of its deployment`,
          'deployment_checks_failed',
          { version: version.name },
        ),
        at: toTime(since),
      };
    case 'inconclusive':
    case 'error':
    case 'overridden':
      return {
        status: 'unknown',
        ...UNREPORTED,
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
  {
    figures,
    isChanging,
  }: Pick<HealthFacts, 'isChanging'> & { figures?: LiveFigures },
): HealthReason | undefined {
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
    return because(
      `${version.name} should be running, but no instance of it is`,
      'not_running',
      { version: version.name },
    );
  }
  if (serving.length === 0) {
    return because(
      `No instance of ${version.name} gets traffic`,
      'version_without_traffic',
      { version: version.name },
    );
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
): HealthReason | undefined {
  const serving = instances.filter(({ weight }) => weight > 0);
  return serving.length === 0
    ? because('No instance gets traffic', 'no_traffic')
    : findCrashLoop(serving) ??
        findUnresponsive(serving) ??
        findUnservedTraffic(serving);
}

/** An instance in a crash loop is unhealthy, even if it responds between two crashes. */
function findCrashLoop(
  instances: ObservedInstance[],
): HealthReason | undefined {
  const looping = instances.find(({ restarts }) => restarts?.isCrashLoop);
  if (!looping?.restarts) return undefined;
  const { count, events } = looping.restarts;
  const last = events.at(0);
  const params = { version: looping.versionName, count };
  const message = `${looping.versionName} keeps crashing: ${count} restarts`;
  return last
    ? because(`${message}. Last: ${last.message}`, 'crash_loop_last', {
        ...params,
        last: last.message,
      })
    : because(message, 'crash_loop', params);
}

function findUnresponsive(
  instances: ObservedInstance[],
): HealthReason | undefined {
  const down = instances.filter(
    ({ ready, unready }) =>
      !ready && (unready === undefined || unready.state === 'confirmed'),
  );
  const count = down.length;
  if (count === 0) return undefined;
  const starts = down.flatMap(({ unready }) => unready?.since ?? []);
  const noun = instances.length === 1 ? 'instance' : 'instances';
  const verb = count === 1 ? 'does' : 'do';
  return {
    ...because(
      `${count} of ${instances.length} ${noun} ${verb} not respond`,
      'unresponsive',
      { unresponsive: count, count: instances.length },
    ),
    since: starts.length > 0 ? toTime(Math.min(...starts)) : undefined,
  };
}

function findUnservedTraffic(
  instances: ObservedInstance[],
): HealthReason | undefined {
  const served = instances.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are rounded.
  return served < 99
    ? because(
        `Only ${formatWeight(served)} of the traffic goes to an instance`,
        'unserved_traffic',
        { weight: served },
      )
    : undefined;
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
