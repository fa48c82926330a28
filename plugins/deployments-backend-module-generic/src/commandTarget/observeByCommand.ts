import type {
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { CommandUse } from '../command/commandSchemas';
import type { CommandService } from '../command/commandService';
import { runBriefly } from '../command/runBriefly';
import { parseObservation } from '../observation/parseObservation';

/** A page waits two seconds for an observation, and other callers ten. */
const WITHIN_MS = 10_000;

/**
 * Runs the command that prints what runs.
 *
 * @throws Error if it failed, or printed something else. What it printed is not repeated, except its last lines after a
 *   failure, without secrets.
 */
export async function observeByCommand(
  commands: CommandService,
  use: CommandUse,
  at: ServiceEnvironment,
  signal: AbortSignal,
): Promise<Observation> {
  const { service, environment } = at;
  const invocation = commands.build(use, {
    service,
    environment,
    intent: 'observe',
  });
  const result = await runBriefly(invocation, {
    timeoutMs: WITHIN_MS,
    signal,
  });
  const name = `The observe command "${use.command}"`;
  if (result.state === 'failed') {
    throw new Error(`${name} failed: ${result.message}`);
  }
  if (result.exitCode !== 0) {
    throw new Error(
      `${name} ended with exit code ${result.exitCode}${
        result.lastLines ? `: ${result.lastLines}` : ''
      }`,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(result.stdout);
  } catch {
    throw new Error(`${name} didn't print JSON`);
  }
  const parsed = parseObservation(document, Date.now());
  if (parsed.result === 'invalid') {
    throw new Error(
      `${name} printed JSON that doesn't describe instances: ${parsed.message}`,
    );
  }
  return parsed.observation;
}
