import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
  Measure,
  Observation,
  Place,
} from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentsModel, EnvironmentModel } from '../../config/model';
import type { ProviderRegistry } from '../../config/registry';
import type { DeploymentReads } from '../../engine/service';
import { resolveServiceSettings } from '../../config/serviceSettings';

/** A page is not worth waiting longer for. */
const PATIENCE_MS = 2_000;
/** Everyone who looks within this time gets the same answer: pages ask every few seconds, per viewer. */
const FRESH_MS = 5_000;
/** How far back figures look. */
const WINDOW_MS = 5 * 60_000;
const MAX_KEPT = 1_000;

/** What a target says of a service in an environment right now. */
export interface LivePlace {
  observation?: Observation;
  figures?: LiveFigures;
}

/** Over the last five minutes. */
export interface LiveFigures {
  /** 0 to 1. */
  successRate?: number;
  p95Ms?: number;
  requests: number;
}

/** Asks targets, briefly and not too often. Never throws: what a target does not answer is left out. */
export interface LivePlaces {
  look(
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
  ): Promise<LivePlace>;
}

export function createLivePlaces(options: {
  model: DeploymentsModel;
  providers: Pick<ProviderRegistry, 'targets'>;
  /** What a deployment does there is seen at once. */
  reads: Pick<DeploymentReads, 'subscribe'>;
  logger: LoggerService;
}): LivePlaces {
  const { model, providers, reads, logger } = options;
  const kept = new Map<string, { until: number; answer: Promise<LivePlace> }>();
  reads.subscribe(undefined, ({ service, environment, what }) => {
    if (what === 'events') kept.delete(`${service}@${environment}`);
  });

  return {
    look(service, entity, environment) {
      const key = `${service}@${environment.name}`;
      const known = kept.get(key);
      if (known && known.until > Date.now()) return known.answer;
      const target = providers.targets.get(environment.target.provider);
      if (!target) return Promise.resolve({});
      const answer = askTarget(target, () => ({
        service,
        environment: { name: environment.name, tier: environment.tier },
        settings: resolveServiceSettings(model, entity, environment, target)
          .target.settings,
      })).catch(error => {
        logger.debug(`The target did not answer for ${key}: ${error}`);
        return {};
      });
      // Re-inserted, so that the oldest stand first.
      kept.delete(key);
      kept.set(key, { until: Date.now() + FRESH_MS, answer });
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        kept.delete(oldest);
      }
      return answer;
    },
  };
}

async function askTarget(
  target: DeploymentTarget,
  resolvePlace: () => Place,
): Promise<LivePlace> {
  const place = resolvePlace();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const [observation, figures] = await Promise.all([
    patient(target.observe({ ...place, signal }), signal),
    patient(askFigures(target, place, signal), signal).catch(() => undefined),
  ]);
  return { observation, figures };
}

async function askFigures(
  target: DeploymentTarget,
  place: Place,
  signal: AbortSignal,
): Promise<LiveFigures | undefined> {
  if (!target.capabilities.includes('measure')) return undefined;
  const to = Date.now();
  const measure = (what: Measure) =>
    target.measure?.({
      ...place,
      // Nobody's deployment: a person looks.
      deploymentId: '',
      measure: what,
      subject: 'service',
      from: to - WINDOW_MS,
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
  };
}

/** A target that ignores the signal must not hold up a page. */
function patient<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}
