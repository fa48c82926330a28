import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import {
  createTimeoutSignal,
  maskRequestPath,
  type DeploymentTarget,
  type FailureSample,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';

/** The longest that a target may take. The measurements wait for it. */
const MAX_SAMPLE_MS = 2_000;
const MAX_REQUESTS = 20;
const MAX_LINES = 20;
const MAX_LINE = 500;
const MAX_METHOD = 20;

/**
 * Samples the candidate's failures, with everything removed that may be private. Returns `undefined` if there are none, or
 * if the target can't tell them, which must not disturb the check.
 *
 * @param redact - Removes secrets from a text.
 */
export async function sampleFailures(
  target: DeploymentTarget | undefined,
  request: ServiceEnvironment & {
    deploymentId: string;
    candidate: Instance;
    /** The period in epoch milliseconds. */
    from: number;
    to: number;
    signal: AbortSignal;
  },
  redact: (text: string) => string,
): Promise<FailureSample | undefined> {
  const { candidate, signal, ...rest } = request;
  try {
    const sample = await target?.sampleFailures?.({
      ...rest,
      measurementTarget: 'candidate',
      artifact: candidate.artifact,
      instanceId: candidate.id,
      signal: AbortSignal.any([signal, createTimeoutSignal(MAX_SAMPLE_MS)]),
    });
    const requests = (sample?.requests ?? [])
      .slice(0, MAX_REQUESTS)
      .map(failed => ({
        at: failed.at,
        method: failed.method.slice(0, MAX_METHOD),
        path: redact(maskRequestPath(failed.path)),
        status: failed.status,
        durationMs: failed.durationMs,
      }));
    const lines = (sample?.logTail ?? []).slice(-MAX_LINES);
    // Redacted together, because a secret may span several lines.
    const logTail =
      lines.length === 0
        ? []
        : redact(lines.join('\n'))
            .split('\n')
            .slice(-MAX_LINES)
            .map(line => line.slice(0, MAX_LINE));
    return requests.length > 0 || logTail.length > 0
      ? { requests, logTail }
      : undefined;
  } catch {
    return undefined;
  }
}
