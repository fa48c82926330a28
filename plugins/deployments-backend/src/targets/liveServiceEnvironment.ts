import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
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
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import { limitObservation } from './limitObservation';
import { nameVersions, type FindVersionNames } from './nameVersions';
import { listExpectedChecks } from './listExpectedChecks';
import { type LiveFigures, type Measured, measureFigures } from './liveFigures';
import { findObserver } from './observeServiceEnvironment';
import { createRecentFigures, isSame } from './recentFigures';

/** How long a page waits for a target. */
const TIMEOUT_MS = 2_000;
/** How long a response is cached for all viewers, because every open page requests it every few seconds. */
const FRESH_MS = 5_000;
const MAX_CACHED = 1_000;

/** What a target reports about a service in an environment right now. */
export interface LiveServiceEnvironment {
  observation?: Observation;
  /** The target did not respond in time, so earlier observations may be outdated. */
  isUnanswered?: boolean;
  /** Present if the request named a version to measure. */
  figures?: LiveFigures;
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
  /**
   * For lists: the figures as last measured, by a list or by {@link LiveServiceEnvironments.read}. See `RecentFigures`
   * for their age.
   */
  recallFigures(
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
    measured: Measured,
  ): Promise<LiveFigures | undefined | 'pending'>;
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
  const recent = createRecentFigures();
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

  /** Throws if the service's settings are incomplete. */
  const resolve = (
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
  ) => {
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
  };

  /** Measures with the settings and thresholds of the service. */
  const measure = async (
    target: DeploymentTarget,
    measured: Measured,
    {
      serviceEnvironment,
      expectations,
    }: Pick<ReturnType<typeof resolve>, 'serviceEnvironment' | 'expectations'>,
  ): Promise<LiveFigures | undefined> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const figures = await withAbort(
      measureFigures(target, serviceEnvironment, measured, signal),
      signal,
    );
    return figures && { ...figures, expectations };
  };

  const readNow = async (
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
    measured: Measured | undefined,
  ): Promise<LiveServiceEnvironment> => {
    const target = providers.targets.get(environment.target.provider);
    const observer = findObserver(providers, environment);
    if (!target || !observer) return { isUnanswered: true };
    const resolved = resolve(service, entity, environment);
    const [observation, figures] = await Promise.all([
      observe(observer, resolved, versions.findNames),
      measured &&
        recent.measure(toKey(service, environment), measured, () =>
          measure(target, measured, resolved),
        ),
    ]);
    return { observation, figures };
  };

  return {
    read(service, entity, environment, measured) {
      const key = toKey(service, environment);
      const cached = cache.get(key);
      const isFresh = cached !== undefined && cached.until > Date.now();
      if (isFresh && (!measured || isSame(measured, cached.measured))) {
        return cached.response;
      }
      const response = readNow(service, entity, environment, measured).catch(
        error => {
          logger.debug(
            `The target gave no response for ${key}: ${redactText(
              String(error),
            )}`,
          );
          return { isUnanswered: true };
        },
      );
      // Deleted first, so that the map stays ordered by age.
      cache.delete(key);
      cache.set(key, { until: Date.now() + FRESH_MS, measured, response });
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED) break;
        cache.delete(oldest);
      }
      return response;
    },
    recallFigures(service, entity, environment, measured) {
      return recent.recall(toKey(service, environment), measured, async () => {
        const target = providers.targets.get(environment.target.provider);
        return (
          target &&
          measure(target, measured, resolve(service, entity, environment))
        );
      });
    },
  };
}

function toKey(service: string, environment: EnvironmentModel): string {
  return `${service}@${environment.name}`;
}

async function observe(
  observer: DeploymentTarget,
  {
    serviceEnvironment,
    observerSettings,
  }: { serviceEnvironment: ServiceEnvironment; observerSettings: JsonObject },
  findNames: FindVersionNames,
): Promise<Observation> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const reported = await withAbort(
    observer.observe({
      ...serviceEnvironment,
      settings: observerSettings,
      signal,
    }),
    signal,
  );
  const { service } = serviceEnvironment;
  const [observation] = await nameVersions(findNames, [
    { service, observation: limitObservation(reported, redactText) },
  ]);
  return observation;
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
