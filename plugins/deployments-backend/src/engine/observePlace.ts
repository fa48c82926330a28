import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  DeploymentTarget,
  Observation,
  Place,
} from '@slipway/backstage-plugin-deployments-node';

export type Observed =
  | { result: 'observed'; observation: Observation }
  /** The target could not be asked. */
  | { result: 'unobserved'; message: string };

const OBSERVE_MS = 10_000;

/** Asks the target what really runs. Never throws: what cannot be seen is a blocker, not an error. */
export async function observePlace(
  target: DeploymentTarget,
  place: Place,
  logger: LoggerService,
  redact: (text: string) => string,
): Promise<Observed> {
  const signal = AbortSignal.timeout(OBSERVE_MS);
  try {
    const observation = await Promise.race([
      target.observe({ ...place, signal }),
      new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () =>
          reject(new Error(`no answer within ${OBSERVE_MS / 1000} s`)),
        ),
      ),
    ]);
    return { result: 'observed', observation };
  } catch (error) {
    const message = redact(
      error instanceof Error ? error.message : String(error),
    );
    logger.debug(
      `What runs of ${place.service} in ${place.environment.name} could not be observed: ${message}`,
    );
    return { result: 'unobserved', message };
  }
}
