import {
  createTimeoutSignal,
  EffectError,
  type DeploymentTarget,
  type EffectRequest,
  type Observation,
  type ServiceEnvironment,
  type TargetHandle,
  type TargetProgress,
  type TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import type { CommandUse } from '../command/commandSchemas';
import type { CommandContext, CommandIntent } from '../command/commandContext';
import type { CommandService } from '../command/commandService';
import { followRun } from '../command/followRun';
import { toRunId } from '../command/runFiles';
import { describeDeployed } from '../observation/describeDeployed';
import { checkEnded, startedElsewhere } from './checkEnded';
import { readHandle, toHandle } from './commandHandle';
import {
  canRemove,
  readCommandTargetSettings,
  validateCommandTargetSettings,
} from './commandTargetSettings';
import { createEnvironmentRecords } from './environmentRecords';
import { findBefore } from './findBefore';
import { observeByCommand } from './observeByCommand';

/** How long before the deadline a call must stop waiting, so that its answer arrives. */
const ANSWER_MS = 1_000;

/**
 * Creates the target `command`, which deploys with programs that app-config allows. It runs one version at a time.
 *
 * @param service - `undefined` without configuration: then every use fails with a message that says what is missing.
 */
export function createCommandTarget(
  service: CommandService | undefined,
): DeploymentTarget {
  const records = service && createEnvironmentRecords(service.dataDir);

  const open = (at: ServiceEnvironment) => {
    const read = readCommandTargetSettings(at, service);
    return {
      ...read,
      runs: read.service.runs,
      // `readCommandTargetSettings` throws without a service.
      records: records!,
      observe: (signal: AbortSignal): Promise<Observation | undefined> =>
        read.settings.observe
          ? observeByCommand(read.service, read.settings.observe, at, signal)
          : Promise.resolve(undefined),
    };
  };
  type Opened = ReturnType<typeof open>;

  /** Starts a command for an effect, at most once for its key. */
  async function startRun(
    { service: commands, runs }: Opened,
    request: EffectRequest,
    use: CommandUse,
    about: { intent: CommandIntent; version?: TargetVersion },
  ): Promise<string> {
    const context: CommandContext = { ...toContext(request), ...about };
    return runs.start(
      request.idempotencyKey,
      commands.describeBody(use, context),
      commands.build(use, context),
    );
  }

  /** A repeated effect of which this machine knows nothing may have been started on another one. */
  async function refuseUnknown({ runs }: Opened, request: EffectRequest) {
    if (request.isRepeat && !(await runs.has(request.idempotencyKey))) {
      throw new EffectError(
        'An earlier call may have started the command on another replica of the portal, so it is unknown whether it has run. It was not run again. Find out what it did, and then deploy again.',
        { code: 'outcome_unknown', retryable: false },
      );
    }
  }

  async function startDeploy(
    opened: Opened,
    request: EffectRequest,
    version: TargetVersion,
    { intent, effect }: { intent: CommandIntent; effect: 'deploy' | 'abort' },
  ): Promise<TargetHandle> {
    const use = opened.settings.deploy;
    const run = await startRun(opened, request, use, { intent, version });
    return toHandle({ run, effect, use: 'deploy', intent, version });
  }

  return {
    id: 'command',
    capabilities: ['remove'],
    getCapabilities: settings => (canRemove(settings) ? ['remove'] : []),
    validateSettings: settings =>
      validateCommandTargetSettings(settings, service),

    async observe(request) {
      const observation = await open(request).observe(request.signal);
      if (!observation) {
        throw new EffectError(
          `Slipway can't tell what is running in ${request.environment.name}. Add the key observe to the settings of the target, or to the environment`,
          { code: 'no_observation', retryable: false },
        );
      }
      return observation;
    },

    async apply(request) {
      const opened = open(request);
      return opened.records.update(request, async (record, store) => {
        const { version, intent } = request;
        if (await opened.runs.has(request.idempotencyKey)) {
          return startDeploy(opened, request, version, {
            intent,
            effect: 'deploy',
          });
        }
        await refuseUnknown(opened, request);
        const before = await findBefore(record, request, opened.observe);
        // Builds the process first, so that a mistake in the settings leaves no record.
        const { settings, service: commands } = opened;
        commands.build(settings.deploy, {
          ...toContext(request),
          intent,
          version,
        });
        await store({
          ...record,
          last: {
            deploymentId: request.deploymentId,
            run: toRunId(request.idempotencyKey),
            version,
            ...before,
          },
        });
        return startDeploy(opened, request, version, {
          intent,
          effect: 'deploy',
        });
      });
    },

    async poll(request): Promise<TargetProgress> {
      const opened = open(request);
      const handle = readHandle(request.handle);
      const use = opened.settings[handle.use];
      if (!use) throw missingCommand(handle.use);
      const progress = await followRun(opened.runs, handle.run, {
        command: use.command,
        invocation: opened.service.build(use, {
          ...toContext(request),
          intent: handle.intent,
          ...(handle.version ? { version: handle.version } : {}),
        }),
        log: request.log,
      });
      switch (progress.state) {
        case 'running':
          return {
            state: 'working',
            message: progress.message,
            pollAfterMs: progress.pollAfterMs,
          };
        case 'failed':
          return {
            state: 'failed',
            code: progress.code,
            message: progress.message,
            retryable: progress.retryable,
            problems: progress.problems,
          };
        case 'unknown':
          return {
            state: 'failed',
            code: 'outcome_unknown',
            message: `${progress.message}. It was not run again`,
            retryable: false,
          };
        case 'succeeded':
          return handle.effect === 'deploy' && handle.version
            ? describeDeployed(
                await opened.observe(request.signal),
                handle.version,
                {
                  mayStillStart:
                    Date.now() < progress.endedAt + opened.settings.readyWithin,
                  how: 'The command',
                },
              )
            : { state: 'done', message: progress.message };
        default: {
          const unknown: never = progress;
          throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
        }
      }
    },

    // The command has replaced the previous version already.
    async finalize(request) {
      await open(request).records.update(request, async () => {});
    },

    async abort(request) {
      const opened = open(request);
      return opened.records.update(request, async ({ last }) => {
        const { settings, runs } = opened;
        const own =
          last?.deploymentId === request.deploymentId ? last : undefined;
        // An abort follows an apply, so another replica started that one.
        if (!own) throw startedElsewhere();
        checkEnded(await stopDeploy(opened, request, own.run, own.version));
        const { version } = own;
        // What the target saw may be a version that nobody planned, or the one that failed.
        const previous = request.previous ?? own.previous;
        if (settings.abort) {
          await refuseUnknown(opened, request);
          const about = { intent: 'abort' as const, version };
          const run = await startRun(opened, request, settings.abort, about);
          return toHandle({ run, effect: 'abort', use: 'abort', ...about });
        }
        if (!(await runs.has(request.idempotencyKey))) {
          const seen = await opened.observe(request.signal);
          const isGone = !isRunning(seen, version);
          if (seen && (isGone || previous?.artifact === version.artifact)) {
            return undefined;
          }
          await refuseUnknown(opened, request);
        }
        if (previous) {
          return startDeploy(opened, request, previous, {
            intent: 'rollback',
            effect: 'abort',
          });
        }
        if (own.wasEmpty) return startRemove(opened, request);
        throw new EffectError(
          "The command was stopped, but the previous version can't be restored, because the settings of the target have neither abort nor an observe that showed it. Nothing was removed. Check what is running, and deploy the version that should run. To let Slipway do that next time, add abort or observe.",
          { code: 'nothing_to_restore', retryable: false },
        );
      });
    },

    async cancel(request) {
      const opened = open(request);
      const { run, effect, version } = readHandle(request.handle);
      return opened.records.update(request, async () => {
        const { state } =
          effect === 'deploy' && version
            ? await stopDeploy(opened, request, run, version)
            : await opened.runs.cancel(run, request.signal);
        if (state !== 'ended') return 'unknown';
        if (effect !== 'deploy' || !version) return 'cancelled';
        // The process is gone, but what it did before is not undone by that.
        const seen = await opened.observe(request.signal);
        return seen && !isRunning(seen, version) ? 'cancelled' : 'unknown';
      });
    },

    async remove(request) {
      const opened = open(request);
      return opened.records.update(request, async () => {
        await refuseUnknown(opened, request);
        return startRemove(opened, request);
      });
    },
  };

  async function startRemove(
    opened: Opened,
    request: EffectRequest,
  ): Promise<TargetHandle> {
    const { remove } = opened.settings;
    if (!remove) throw missingCommand('remove');
    const intent = 'remove' as const;
    const run = await startRun(opened, request, remove, { intent });
    return toHandle({ run, effect: 'remove', use: 'remove', intent });
  }

  /** Stops the command of a deployment, and waits until shortly before the deadline that it has ended. */
  async function stopDeploy(
    { service: commands, settings, runs }: Opened,
    request: EffectRequest,
    run: string,
    version: TargetVersion,
  ) {
    const context = { ...toContext(request), intent: 'deploy' as const };
    const waitMs = request.deadline - Date.now() - ANSWER_MS;
    return runs.cancel(
      run,
      AbortSignal.any([
        request.signal,
        createTimeoutSignal(Math.max(0, waitMs)),
      ]),
      commands.build(settings.deploy, { ...context, version }),
    );
  }
}

function isRunning(
  seen: Observation | undefined,
  { artifact }: TargetVersion,
): boolean {
  return (seen?.instances ?? []).some(
    instance => instance.artifact === artifact,
  );
}

function missingCommand(key: string): EffectError {
  return new EffectError(
    `The settings of the target have no command for ${key}. Add it, or make the change yourself.`,
    { code: 'missing_command', retryable: false, notSent: true },
  );
}

function toContext(request: EffectRequest): Omit<CommandContext, 'intent'> {
  const { service, environment } = request;
  return { service, environment, effect: request };
}
