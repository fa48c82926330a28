import {
  EffectError,
  type ApplyRequest,
  type Observation,
} from '@slipway/backstage-plugin-deployments-node';
import type { EnvironmentRecord } from './environmentRecords';

/** What is known to have run before a deployment. */
type Before = Pick<
  NonNullable<EnvironmentRecord['last']>,
  'previous' | 'wasEmpty'
>;

/**
 * Finds out what takes traffic before an apply starts its command.
 *
 * @param observe - Returns `undefined` if the settings of the target have no `observe`.
 * @throws EffectError `overtaken` if it is not the version that the deployment was planned for, `not_observed` if it can't
 * be found out.
 */
export async function findBefore(
  record: EnvironmentRecord,
  request: ApplyRequest,
  observe: (signal: AbortSignal) => Promise<Observation | undefined>,
): Promise<Before> {
  let seen: Observation | undefined;
  try {
    seen = await observe(request.signal);
  } catch (cause) {
    if (cause instanceof EffectError) throw cause;
    throw new EffectError(
      `The command was not run, because it is unknown what is running: ${
        (cause as Error).message
      }`,
      {
        code: 'not_observed',
        retryable: true,
        notSent: !request.isRepeat,
        cause,
      },
    );
  }
  const found = checkExpected(seen, request);
  return findEarlierApply(record, request) ?? found;
}

/** Returns what ran before an earlier attempt of the same deployment, which may have changed it since. */
function findEarlierApply(
  { last }: EnvironmentRecord,
  { deploymentId, version }: ApplyRequest,
): Before | undefined {
  if (
    last?.deploymentId !== deploymentId ||
    last.version.artifact !== version.artifact
  ) {
    return undefined;
  }
  const { previous, wasEmpty } = last;
  return {
    ...(previous ? { previous } : {}),
    ...(wasEmpty ? { wasEmpty } : {}),
  };
}

/**
 * Returns what takes traffic before an apply.
 *
 * @throws EffectError `overtaken` if it is not the version that the deployment was planned for.
 */
function checkExpected(
  seen: Observation | undefined,
  { expected }: { expected?: string },
): Before {
  const serving = (seen?.instances ?? []).filter(({ weight }) => weight > 0);
  const [first] = serving;
  if (
    expected !== undefined &&
    first &&
    !serving.some(({ artifact }) => artifact === expected)
  ) {
    throw new EffectError(
      `Another version is running than when this deployment was planned: ${first.versionName}. Somebody deployed it meanwhile. Check it, and then deploy again.`,
      { code: 'overtaken', retryable: false, notSent: true },
    );
  }
  if (first) {
    return { previous: { name: first.versionName, artifact: first.artifact } };
  }
  const isEmpty = expected === undefined && !seen?.instances.length;
  return isEmpty ? { wasEmpty: true } : {};
}
