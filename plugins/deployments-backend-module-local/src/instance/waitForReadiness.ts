import { pause } from '../concurrency/abortableWait';
import { probeReadiness } from '../process/httpProbe';
import type { WatchedProcess } from '../process/watchedProcess';
import type { InstanceFailure } from '../state/serviceEnvironmentState';
import { describeInstance, type RunnerOptions } from './runnerOptions';

const PROBE_INTERVAL_MS = 200;
const PROBE_TIMEOUT_MS = 2_000;

/**
 * Waits until a process is ready, has exited, or the signal aborts.
 *
 * @returns The failure if the process was not ready in time.
 */
export async function waitForReadiness(
  options: RunnerOptions,
  watched: WatchedProcess,
  callbacks: {
    signal: AbortSignal;
    onReady: () => void;
    /** Called after each probe that failed, with a sentence for people. */
    onProgress: (message: string) => void;
  },
): Promise<InstanceFailure | undefined> {
  const { signal, onReady, onProgress } = callbacks;
  const waitStartedAt = Date.now();
  while (!watched.hasExited() && !signal.aborted) {
    const record = options.record();
    const spec = options.spec();
    if (!record?.port) return undefined;
    const timeoutMs =
      record.readyTimeoutMs ?? spec?.readiness.timeoutMs ?? 30_000;
    const probe = await probeReadiness({
      host: options.host,
      port: record.port,
      path: spec?.readiness.path ?? '/',
      timeoutMs: PROBE_TIMEOUT_MS,
    });
    if (watched.hasExited() || signal.aborted) return undefined;
    if (probe.ready) {
      onReady();
      return undefined;
    }
    const waitedMs = Date.now() - (record.startedAt ?? record.since);
    onProgress(
      `${describeInstance(options)} is running as process ${
        watched.record.pid
      } but is not ready yet: ${probe.reason} (${Math.round(
        waitedMs / 1000,
      )} s of ${Math.round(timeoutMs / 1000)} s)`,
    );
    // An instance with traffic is not stopped for being slow: some responses are better than none. One that does not
    // respond at all is stopped.
    const isHung = !probe.responded && Date.now() - waitStartedAt >= timeoutMs;
    if (waitedMs >= timeoutMs && (isHung || !options.isKeptRunning())) {
      return {
        code: 'not_ready',
        message: `${describeInstance(options)} was not ready within ${
          timeoutMs / 1000
        } s: ${probe.reason}`,
        retryable: true,
      };
    }
    await Promise.race([watched.exited, pause(PROBE_INTERVAL_MS, signal)]);
  }
  return undefined;
}
