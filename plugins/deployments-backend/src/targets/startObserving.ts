import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import { makeObservationDue } from '../persistence/repositories/observations';
import { observeDue } from './observeDue';
import type { ObserveDueDeps } from './observeDue';

/** How often to look for due service environments. */
const CHECK_EVERY_MS = 5_000;
/** How soon after a deployment's change to look for due ones. The pause lets one query cover several changes. */
const AFTER_CHANGE_MS = 300;

/**
 * Observes service environments on a schedule. Leaves out those with a deployment in progress, and those where nothing was
 * deployed, except in the environments of `listObservedBeforeDeployment`. Replicas share the work. Returns a function that stops it and waits for the observations in progress.
 */
export function startObserving(deps: ObserveDueDeps): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wakeLoop = () => {};
  const unsubscribe = deps.changes.subscribe(undefined, ({ what }) => {
    if (what === 'events') {
      wakeLoop();
    }
  });
  // When a target reports a change, the service environment is observed immediately.
  const unwatch = [...deps.registry.targets.values()].map(target =>
    target.onChange?.(({ service, environment }) => {
      deps.database
        .statement(on => makeObservationDue(on, { service, environment }))
        .then(() => wakeLoop())
        .catch(error =>
          deps.logger.warn(
            `A change of ${service} in ${environment} will only be noticed at the next scheduled observation: ${stringifyError(
              error,
            )}`,
          ),
        );
    }),
  );
  const untilWoken = () =>
    new Promise<void>(resolve => {
      wakeLoop = resolve;
    });
  const loop = async () => {
    while (!signal.aborted) {
      await observeDue(deps, signal).catch(error =>
        deps.logger.warn(
          `Scheduled observations failed; retrying shortly: ${stringifyError(
            error,
          )}`,
        ),
      );
      const pause = new AbortController();
      await Promise.race([
        untilWoken().then(() => wait(AFTER_CHANGE_MS, signal)),
        wait(CHECK_EVERY_MS, AbortSignal.any([signal, pause.signal])),
      ]);
      pause.abort();
    }
  };
  const ended = loop();
  return async () => {
    stopping.abort();
    unsubscribe();
    unwatch.forEach(stop => stop?.());
    await ended;
  };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}
