import { ServiceUnavailableError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
  DiscoveredWorkload,
} from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { resolveServiceSettings } from '../config/services/resolveServiceSettings';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type {
  DeploymentsModel,
  EnvironmentModel,
} from '../domain/model/deploymentsModel';
import { limitObservation } from './limitObservation';
import { nameVersions, type FindVersionNames } from './nameVersions';
import { callWithDeadline } from '../outbound/callWithDeadline';

/** How long a search may take. It reads lists, so it takes longer than an observation. */
const TIMEOUT_MS = 10_000;
/** How long a result is reused for all viewers. */
const FRESH_MS = 5_000;
const MAX_CACHED = 200;
const MAX_WORKLOADS = 50;
const MAX_MISSING = 20;
const MAX_TEXT = 2_000;
/** Enough for a Role with all its rules. */
const MAX_REMEDY = 10_000;

/** Searches the platforms of environments for services. */
export interface WorkloadSearch {
  /**
   * Finds what could be the service in the environment. Returns nothing if the target can't search. The settings of each
   * result are those that the service does not have yet. Throws ServiceUnavailableError if the search fails.
   */
  find(
    service: string,
    entity: Entity,
    environment: EnvironmentModel,
  ): Promise<DiscoveredWorkload[]>;
}

/** Creates a search. Simultaneous and repeated calls for a service environment share one request to the target. */
export function createWorkloadSearch(options: {
  model: DeploymentsModel;
  providers: Pick<ProviderRegistry, 'targets'>;
  versions: { findNames: FindVersionNames };
  logger: LoggerService;
}): WorkloadSearch {
  const { model, providers, versions, logger } = options;
  const cache = new Map<
    string,
    { until: number; found: Promise<DiscoveredWorkload[]> }
  >();
  return {
    find(service, entity, environment) {
      const key = `${service}@${environment.name}`;
      const cached = cache.get(key);
      if (cached && cached.until > Date.now()) {
        return cached.found;
      }
      const { settings } = resolveServiceSettings(
        model,
        entity,
        environment,
        providers,
      ).target;
      const target = providers.targets.get(environment.target.provider);
      const found = discover(target, {
        entity,
        environment: { name: environment.name, tier: environment.tier },
        settings,
      })
        .then(workloads =>
          nameWorkloads(versions.findNames, service, workloads),
        )
        .catch(error => {
          const message = redactText(
            error instanceof Error ? error.message : String(error),
          ).slice(0, MAX_TEXT);
          logger.debug(`The search for ${key} failed: ${message}`);
          throw new ServiceUnavailableError(
            `Couldn't search ${environment.name}: ${message}`,
          );
        });
      // Deleted first, so that the map stays ordered by age.
      cache.delete(key);
      cache.set(key, { until: Date.now() + FRESH_MS, found });
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED) break;
        cache.delete(oldest);
      }
      return found;
    },
  };
}

async function nameWorkloads(
  findNames: FindVersionNames,
  service: string,
  workloads: DiscoveredWorkload[],
): Promise<DiscoveredWorkload[]> {
  const named = await nameVersions(
    findNames,
    workloads.map(({ observation }) => ({ service, observation })),
  );
  return workloads.map((workload, index) => ({
    ...workload,
    observation: named[index],
  }));
}

async function discover(
  target: DeploymentTarget | undefined,
  request: Omit<
    Parameters<NonNullable<DeploymentTarget['discover']>>[0],
    'signal'
  >,
): Promise<DiscoveredWorkload[]> {
  const found = await callWithDeadline(
    TIMEOUT_MS,
    async signal => (await target?.discover?.({ ...request, signal })) ?? [],
  );
  const isNew = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(request.settings[key]);
  return found
    .slice(0, MAX_WORKLOADS)
    .map(({ title, reason, settings, observation, missing }) => ({
      title: limitText(title),
      reason: limitText(reason),
      // The others may contain internal addresses, and say nothing new.
      settings: Object.fromEntries(Object.entries(settings).filter(isNew)),
      observation: limitObservation(observation, redactText),
      missing: missing
        .slice(0, MAX_MISSING)
        .map(({ code, message, remedy }) => ({
          code,
          message: limitText(message),
          ...(remedy
            ? {
                remedy: {
                  language: remedy.language,
                  text: redactText(remedy.text).slice(0, MAX_REMEDY),
                },
              }
            : {}),
        })),
    }));
}

function limitText(text: string): string {
  return redactText(text).slice(0, MAX_TEXT);
}
