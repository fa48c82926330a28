import type {
  DeploymentTarget,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { ServiceEnvironmentRef } from '../domain/model/serviceEnvironment';
import { limitObservation } from './limitObservation';
import { nameStoredVersions } from './nameVersions';
import { resolveObserver } from './observeServiceEnvironment';
import type { ObserveDeps, Observed } from './observeServiceEnvironment';
import { callWithDeadline } from '../outbound/callWithDeadline';

/** How many service environments one call of `observeMany` asks for. */
export const MAX_OBSERVED_TOGETHER = 200;
/** Longer than for one, because a large namespace takes several pages. */
const OBSERVE_MANY_MS = 30_000;

export type BatchObserver = DeploymentTarget &
  Required<Pick<DeploymentTarget, 'observeMany'>>;

export function canObserveMany(
  target: DeploymentTarget | undefined,
): target is BatchObserver {
  return target?.observeMany !== undefined;
}

/**
 * Observes up to {@link MAX_OBSERVED_TOGETHER} service environments with one request to the catalog and one call of their
 * target. Returns one result for each, in the same order. Never throws.
 *
 * @param target - The provider that reads what runs in all of these environments.
 * @param refs - Not more than {@link MAX_OBSERVED_TOGETHER}, which is also how many entities the catalog returns at once.
 */
export async function observeServices(
  deps: ObserveDeps,
  target: BatchObserver,
  refs: readonly ServiceEnvironmentRef[],
  stop: AbortSignal,
): Promise<Observed[]> {
  try {
    const resolved = await resolveAll(deps, refs);
    const readable = resolved.flatMap(it =>
      it.result === 'resolved' ? [it.serviceEnvironment] : [],
    );
    const observed =
      readable.length > 0
        ? await callWithDeadline(
            OBSERVE_MANY_MS,
            signal => target.observeMany(readable, { signal }),
            stop,
          )
        : [];
    let next = 0;
    return await nameAll(
      deps,
      refs,
      resolved.map(it =>
        it.result === 'resolved'
          ? toObserved(deps, observed[next++])
          : { result: 'unobserved', message: it.message },
      ),
    );
  } catch (error) {
    const message = deps.renderer.redact(getMessage(error));
    deps.logger.debug(
      `Observing ${refs.length} service environments with the target ${target.id} failed: ${message}`,
    );
    return refs.map(() => ({ result: 'unobserved', message }));
  }
}

type Resolved =
  | { result: 'resolved'; serviceEnvironment: ServiceEnvironment }
  | { result: 'unresolved'; message: string };

async function resolveAll(
  deps: ObserveDeps,
  refs: readonly ServiceEnvironmentRef[],
): Promise<Resolved[]> {
  const services = [...new Set(refs.map(({ service }) => service))];
  const { items } = await deps.catalog.getEntitiesByRefs(
    { entityRefs: services },
    { credentials: await deps.auth.getOwnServiceCredentials() },
  );
  const entities = new Map(
    services.map((service, index) => [service, items[index]]),
  );
  return refs.map(ref => {
    const resolved = resolveObserver(deps, ref, entities.get(ref.service));
    return resolved.result === 'resolved'
      ? {
          result: 'resolved',
          serviceEnvironment: resolved.serviceEnvironment,
        }
      : resolved;
  });
}

/** Replaces derived version names in the results with registered ones. */
async function nameAll(
  { database }: ObserveDeps,
  refs: readonly ServiceEnvironmentRef[],
  results: Observed[],
): Promise<Observed[]> {
  const named = await nameStoredVersions(
    database,
    results.flatMap((it, index) =>
      it.result === 'observed'
        ? [{ service: refs[index].service, observation: it.observation }]
        : [],
    ),
  );
  let next = 0;
  return results.map(it =>
    it.result === 'observed' ? { ...it, observation: named[next++] } : it,
  );
}

function toObserved(
  { renderer }: ObserveDeps,
  observed: Observation | Error | undefined,
): Observed {
  if (observed === undefined || observed instanceof Error) {
    return {
      result: 'unobserved',
      message: renderer.redact(
        observed?.message ?? 'The target left it out of its response',
      ),
    };
  }
  return {
    result: 'observed',
    observation: limitObservation(observed, renderer.redact),
  };
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
