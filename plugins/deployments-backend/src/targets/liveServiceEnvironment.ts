import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
  Measure,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { ChangeHub } from '../changes/changeHub';
import { getCapabilities } from '../config/environments/getCapabilities';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import { limitObservation } from './limitObservation';
import { nameVersions, type FindVersionNames } from './nameVersions';
import { type Expectation, listExpectedChecks } from './listExpectedChecks';
import { findObserver } from './observeServiceEnvironment';

/** How long a page waits for a target. */
const TIMEOUT_MS = 2_000;
/** How long a response is cached for all viewers, because every open page requests it every few seconds. */
const FRESH_MS = 5_000;
/** The period before now that figures cover. */
const TRAFFIC_SAMPLE_MS = 5 * 60_000;
const MAX_CACHED = 1_000;

/** What a target reports about a service in an environment right now. */
export interface LiveServiceEnvironment {
  observation?: Observation;
  /** The target did not respond in time, so earlier observations may be outdated. */
  isUnanswered?: boolean;
  /** Present if the request named a version to measure. */
  figures?: LiveFigures;
}

/** Figures for one version's requests, even if other versions are running at the same time. */
export interface LiveFigures {
  /** 0 to 1. */
  successRate?: number;
  p95Ms?: number;
  requests: number;
  /** Start of the period, in epoch milliseconds: the version's first traffic, but at most five minutes before `to`. */
  from: number;
  to: number;
  /** Whether the version got its first traffic within the last five minutes. */
  isNew: boolean;
  /** The thresholds that the figures have to meet. */
  expectations: Expectation[];
}

/** The version to measure, and when it got its first traffic, in epoch milliseconds. */
export interface Measured {
  artifact: string;
  since: number;
}

/** Reads live service environments from their targets, with a short timeout and a cache. */
export interface LiveServiceEnvironments {
  /** Never rejects: what the target doesn't report is left out. Reads figures only if `measured` names a version. */
  read(
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
    measured?: Measured,
  ): Promise<LiveServiceEnvironment>;
}

export function createLiveServiceEnvironments(options: {
  model: DeploymentsModel;
  providers: Pick<ProviderRegistry, 'targets' | 'checkProviders'>;
  /** Reports changes of deployments, which remove the cached response. */
  reads: Pick<ChangeHub, 'subscribe'>;
  versions: { findNames: FindVersionNames };
  logger: LoggerService;
}): LiveServiceEnvironments {
  const { model, providers, reads, versions, logger } = options;
  const cache = new Map<
    string,
    {
      until: number;
      measured?: Measured;
      response: Promise<LiveServiceEnvironment>;
    }
  >();
  reads.subscribe(undefined, change => {
    if (change.what === 'missed') cache.clear();
    if (change.what === 'events') {
      cache.delete(`${change.service}@${change.environment}`);
    }
  });

  for (const target of providers.targets.values()) {
    target.onChange?.(({ service, environment }) => {
      cache.delete(`${service}@${environment}`);
    });
  }

  return {
    read(service, entity, environment, measured) {
      const key = `${service}@${environment.name}`;
      const cached = cache.get(key);
      const isFresh = cached !== undefined && cached.until > Date.now();
      if (isFresh && (!measured || isSame(measured, cached.measured))) {
        return cached.response;
      }
      const target = providers.targets.get(environment.target.provider);
      const observer = findObserver(providers, environment);
      if (!target || !observer) return Promise.resolve({ isUnanswered: true });
      const { findNames } = versions;
      const response = readTarget(
        { target, observer, findNames },
        measured,
        () => {
          const resolved = resolveServiceSettings(
            model,
            entity,
            environment,
            providers,
          );
          const { refusals } = resolved.observer;
          if (refusals.length > 0) throw new Error(refusals.join(' '));
          return {
            serviceEnvironment: {
              service,
              environment: { name: environment.name, tier: environment.tier },
              settings: resolved.target.settings,
            },
            observerSettings: resolved.observer.settings,
            expectations: listExpectedChecks(
              model,
              entity,
              resolved.checks,
              providers,
            ),
          };
        },
      ).catch(error => {
        logger.debug(
          `The target gave no response for ${key}: ${redactText(
            String(error),
          )}`,
        );
        return { isUnanswered: true };
      });
      // Deleted first, so that the map stays ordered by age.
      cache.delete(key);
      cache.set(key, { until: Date.now() + FRESH_MS, measured, response });
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED) break;
        cache.delete(oldest);
      }
      return response;
    },
  };
}

function isSame(a: Measured, b: Measured | undefined): boolean {
  return a.artifact === b?.artifact && a.since === b.since;
}

async function readTarget(
  {
    target,
    observer,
    findNames,
  }: Record<'target' | 'observer', DeploymentTarget> & {
    findNames: FindVersionNames;
  },
  measured: Measured | undefined,
  resolve: () => {
    serviceEnvironment: ServiceEnvironment;
    observerSettings: JsonObject;
    expectations: Expectation[];
  },
): Promise<LiveServiceEnvironment> {
  const { serviceEnvironment, observerSettings, expectations } = resolve();
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const [reported, figures] = await Promise.all([
    withAbort(
      observer.observe({
        ...serviceEnvironment,
        settings: observerSettings,
        signal,
      }),
      signal,
    ),
    measured &&
      withAbort(
        measureFigures(target, serviceEnvironment, measured, signal),
        signal,
      ).catch(() => undefined),
  ]);
  const { service } = serviceEnvironment;
  const [observation] = await nameVersions(findNames, [
    { service, observation: limitObservation(reported, redactText) },
  ]);
  return {
    observation,
    figures: figures && { ...figures, expectations },
  };
}

async function measureFigures(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  { artifact, since }: Measured,
  signal: AbortSignal,
): Promise<Omit<LiveFigures, 'expectations'> | undefined> {
  const can = getCapabilities(target, serviceEnvironment.settings);
  if (!can.includes('measure')) return undefined;
  const to = Date.now();
  const isNew = since > to - TRAFFIC_SAMPLE_MS;
  // `since` is by the database's clock, which may be ahead of this process's.
  const from = Math.min(isNew ? since : to - TRAFFIC_SAMPLE_MS, to - 1);
  const measure = (what: Measure) =>
    target.measure?.({
      ...serviceEnvironment,
      // The measurement is for a page, not for a deployment.
      deploymentId: '',
      measure: what,
      // The candidate of a running deployment is measured by that deployment's own checks.
      measurementTarget: 'baseline',
      artifact,
      from,
      to,
      signal,
    });
  const [requests, successRate, p95] = await Promise.all([
    measure('request-count'),
    measure('success-rate'),
    measure('p95'),
  ]);
  return {
    requests: requests?.value ?? successRate?.samples ?? 0,
    successRate: successRate?.value,
    p95Ms: p95?.value,
    from,
    to,
    isNew,
  };
}

/** Rejects when the signal aborts, because a target that ignores the signal must not delay a page. */
function withAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}
