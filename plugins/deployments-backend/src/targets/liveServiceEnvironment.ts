import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
  Measure,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { ChangeHub } from '../changes/changeHub';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import { type Expectation, listExpectedChecks } from './expectedChecks';

/** A page is not worth waiting longer for. */
const PATIENCE_MS = 2_000;
/** Everyone who looks within this time gets the same answer: pages ask every few seconds, per viewer. */
const FRESH_MS = 5_000;
/** How far back figures look. */
const WINDOW_MS = 5 * 60_000;
const MAX_KEPT = 1_000;

/** What a target says of a service in an environment right now. */
export interface LiveServiceEnvironment {
  observation?: Observation;
  /** The target was asked and gave no answer in time: what was seen before may not be so any more. */
  isUnanswered?: boolean;
  /** Of the version that was asked about. */
  figures?: LiveFigures;
}

/** What the requests to one version were like, whatever else runs beside it. */
export interface LiveFigures {
  /** 0 to 1. */
  successRate?: number;
  p95Ms?: number;
  requests: number;
  /** Epoch milliseconds: since it took over, or five minutes back. */
  from: number;
  to: number;
  /** Whether it took over within the last five minutes. */
  isNew: boolean;
  /** What these figures have to be like. */
  expectations: Expectation[];
}

/** The version to measure, and when it got its first traffic, in epoch milliseconds. */
export interface Measured {
  artifact: string;
  since: number;
}

/** Asks targets, briefly and not too often. Never throws: what a target does not answer is left out. */
export interface LiveServiceEnvironments {
  /** Figures are those of `measured`; without it there are none. */
  look(
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
    measured?: Measured,
  ): Promise<LiveServiceEnvironment>;
}

export function createLiveServiceEnvironments(options: {
  model: DeploymentsModel;
  providers: Pick<ProviderRegistry, 'targets' | 'checkProviders'>;
  /** What a deployment does there is seen at once. */
  reads: Pick<ChangeHub, 'subscribe'>;
  logger: LoggerService;
}): LiveServiceEnvironments {
  const { model, providers, reads, logger } = options;
  const kept = new Map<
    string,
    {
      until: number;
      measured?: Measured;
      answer: Promise<LiveServiceEnvironment>;
    }
  >();
  reads.subscribe(undefined, change => {
    if (change.what === 'missed') kept.clear();
    if (change.what === 'events') {
      kept.delete(`${change.service}@${change.environment}`);
    }
  });

  for (const target of providers.targets.values()) {
    target.onChange?.(({ service, environment }) => {
      kept.delete(`${service}@${environment}`);
    });
  }

  return {
    look(service, entity, environment, measured) {
      const key = `${service}@${environment.name}`;
      const known = kept.get(key);
      const isFresh = known !== undefined && known.until > Date.now();
      if (isFresh && (!measured || isSame(measured, known.measured))) {
        return known.answer;
      }
      const target = providers.targets.get(environment.target.provider);
      if (!target) return Promise.resolve({ isUnanswered: true });
      const answer = askTarget(target, measured, () => {
        const resolved = resolveServiceSettings(
          model,
          entity,
          environment,
          target,
        );
        return {
          serviceEnvironment: {
            service,
            environment: { name: environment.name, tier: environment.tier },
            settings: resolved.target.settings,
          },
          expectations: listExpectedChecks(
            model,
            entity,
            resolved.checks,
            providers,
          ),
        };
      }).catch(error => {
        logger.debug(
          `The target did not answer for ${key}: ${redactText(String(error))}`,
        );
        return { isUnanswered: true };
      });
      // Re-inserted, so that the oldest stand first.
      kept.delete(key);
      kept.set(key, { until: Date.now() + FRESH_MS, measured, answer });
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        kept.delete(oldest);
      }
      return answer;
    },
  };
}

function isSame(a: Measured, b: Measured | undefined): boolean {
  return a.artifact === b?.artifact && a.since === b.since;
}

async function askTarget(
  target: DeploymentTarget,
  measured: Measured | undefined,
  resolve: () => { serviceEnvironment: ServiceEnvironment; expectations: Expectation[] },
): Promise<LiveServiceEnvironment> {
  const { serviceEnvironment, expectations } = resolve();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const [observation, figures] = await Promise.all([
    patient(target.observe({ ...serviceEnvironment, signal }), signal),
    measured &&
      patient(
        askFigures(target, serviceEnvironment, measured, signal),
        signal,
      ).catch(() => undefined),
  ]);
  return { observation, figures: figures && { ...figures, expectations } };
}

async function askFigures(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  { artifact, since }: Measured,
  signal: AbortSignal,
): Promise<Omit<LiveFigures, 'expectations'> | undefined> {
  if (!target.capabilities.includes('measure')) return undefined;
  const to = Date.now();
  const isNew = since > to - WINDOW_MS;
  // The clock of the database, which `since` is by, may be ahead of ours.
  const from = Math.min(isNew ? since : to - WINDOW_MS, to - 1);
  const measure = (what: Measure) =>
    target.measure?.({
      ...serviceEnvironment,
      // Nobody's deployment: a person looks.
      deploymentId: '',
      measure: what,
      // What is being brought in beside it is the business of its deployment's checks.
      subject: 'baseline',
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
