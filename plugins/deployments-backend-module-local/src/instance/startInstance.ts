import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { launchProcess } from '../process/launchProcess';
import type { WatchedProcess } from '../process/watchedProcess';
import type { InstanceFailure } from '../state/serviceEnvironmentState';
import { describeInstance, type RunnerOptions } from './runnerOptions';

/** Result of starting the process of an instance. */
export type StartResult =
  | { process: WatchedProcess }
  | { failure: InstanceFailure };

/**
 * Claims a port and starts the process of an instance. Port and process are stored. Never throws.
 *
 * @param onStarted - Called with the process before it is stored.
 */
export async function startInstance(
  options: RunnerOptions,
  onStarted: (process: WatchedProcess) => void,
): Promise<StartResult> {
  const { id, ports, logs, slug, dataDir, host } = options;
  const record = options.record();
  const spec = options.spec();
  if (!record || !spec) {
    return {
      failure: {
        code: 'unknown_version',
        message: `${describeInstance(
          options,
        )} is no longer declared under deployments.local.services`,
        retryable: false,
      },
    };
  }
  try {
    if (record.port !== undefined) ports.release(record.port);
    const port = await ports.claim(record.port);
    // Stored before the process exists: after a crash, the process is found with its port.
    await options.save({ port, startedAt: Date.now() });
    await logs.createFolder(slug);
    const launched = await launchProcess({
      spec,
      env: record.env,
      tag: { instance: id, slug, dataDir },
      host,
      port,
      logs: logs.getPaths(slug, id),
    });
    if (launched.result === 'failed') {
      return {
        failure: {
          code: launched.code,
          message: `${describeInstance(options)} could not be started: ${
            launched.message
          }`,
          retryable: false,
        },
      };
    }
    onStarted(launched.process);
    await options.save({ process: launched.process.record });
    return { process: launched.process };
  } catch (error) {
    return {
      failure: {
        code: error instanceof EffectError ? error.code : 'not_started',
        message: `${describeInstance(options)} could not be started: ${
          error instanceof Error ? error.message : String(error)
        }`,
        retryable: true,
      },
    };
  }
}
