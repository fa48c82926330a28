import type {
  Observation,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import { runsArtifact } from '../../domain/serviceEnvironment/observedVersions';
import { isOutage } from '../../persistence/isOutage';
import { toPlainData } from '../../steps/longEffect';
import { describeObservation } from './rollbackCall';

/** How soon to observe again, in milliseconds. */
const OBSERVE_AFTER_MS = 2_000;

type Succeeded = Extract<StepResult, { state: 'succeeded' }>;

/** What the target reported, and since when it is not confirmed. Stored in the step's handle, in addition to what the step keeps there. */
interface Unconfirmed {
  result: Succeeded;
  /** Epoch milliseconds. */
  since: number;
}

/** How to find out whether what a target reports is true. */
export interface Confirmation {
  /** What must be seen: a version, with its percentage of the traffic, or that nothing runs any more. */
  expected: { version: VersionSummary; weight: number } | 'nothing';
  /** The id of the provider that looks. */
  observer: string;
  observe(): Promise<Observation>;
  /** The step's handle. */
  handle: JsonObject | undefined;
  /** Epoch milliseconds. */
  now: number;
  /** How long the version may take to appear, in milliseconds. */
  withinMs: number;
}

/** Returns the result that is not confirmed yet; `undefined` if the step has not reported success. */
export function readUnconfirmed(
  handle: JsonObject | undefined,
): Unconfirmed | undefined {
  return handle?.unconfirmed as unknown as Unconfirmed | undefined;
}

/**
 * Turns the success that a target reports into one that another provider has seen. A pipeline may have deployed to another
 * place, or nothing at all, so its word alone is not enough where an environment has `observe`. Until it is seen, the
 * step is running; if it isn't seen in time, the step fails. An observation that fails counts as not seen.
 */
export async function confirmObserved(
  reported: Succeeded,
  options: Confirmation,
): Promise<StepResult> {
  const { expected, observer, handle, now, withinMs } = options;
  const unconfirmed = readUnconfirmed(handle) ?? {
    result: reported,
    since: now,
  };
  const { result, since } = unconfirmed;
  const seen = await look(options);
  const what =
    expected === 'nothing'
      ? 'that nothing runs any more'
      : expected.version.name;
  if (seen === 'confirmed') {
    return result;
  }
  return now < since + withinMs
    ? {
        state: 'running',
        pollAfterMs: OBSERVE_AFTER_MS,
        message: `The target reports success. Waiting until ${observer} sees ${what}: ${seen}`,
        handle: toPlainData({ ...handle, unconfirmed }),
        ...(result.effects?.candidate
          ? { effects: { candidate: result.effects.candidate } }
          : {}),
      }
    : {
        state: 'failed',
        error: {
          code: 'not-observed',
          message: `The target reports success, but ${observer} doesn't see ${what}: ${seen}. Check that both are configured for the same service and environment, and what the target did.`,
        },
        // It would report the same again.
        retryable: false,
      };
}

/** Returns `confirmed`, or what was seen instead. Throws if our own database is unavailable, which says nothing about the version. */
async function look({ expected, observe }: Confirmation): Promise<string> {
  let observation: Observation;
  try {
    observation = await observe();
  } catch (error) {
    if (isOutage(error)) throw error;
    return `it could not be asked: ${
      error instanceof Error ? error.message : String(error)
    }`;
  }
  return isAsExpected(observation, expected)
    ? 'confirmed'
    : describeObservation(observation);
}

function isAsExpected(
  { instances }: Observation,
  expected: Confirmation['expected'],
): boolean {
  if (expected === 'nothing') {
    return !instances.some(({ ready, weight }) => ready || weight > 0);
  }
  const { version, weight } = expected;
  const runs = instances.filter(it => runsArtifact(it, version.artifact));
  const serving = instances.filter(it => it.weight > 0);
  return (
    runs.some(({ ready }) => ready) &&
    // If it should get all traffic, nothing else may get any.
    (weight < 100 ||
      (serving.length > 0 && serving.every(it => runs.includes(it))))
  );
}
