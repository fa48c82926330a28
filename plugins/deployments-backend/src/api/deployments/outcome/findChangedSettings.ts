import type { JsonObject, JsonValue } from '@backstage/types';
import type { DeploymentReads } from '../../../application/deploymentService';
import type { Snapshot } from '../../../domain/deployment/snapshot';
import type { DeploymentState } from '../../../domain/deployment/state';

/**
 * Lists the paths of the target's settings that differ from those of the deployment that brought the baseline, such as
 * `env.LOG_LEVEL`. Undefined if there is no such deployment, or if it had another target.
 */
export async function findChangedSettings(
  reads: Pick<DeploymentReads, 'findLatest'>,
  snapshot: Snapshot | undefined,
  { service, environment, startedAt, requestedAt }: DeploymentState,
): Promise<string[] | undefined> {
  if (!snapshot?.baseline) {
    return undefined;
  }
  const before = await reads.findLatest(
    { service, environment },
    snapshot.baseline.artifact,
    startedAt ?? requestedAt,
  );
  const target = before?.snapshot?.target;
  return target && target.provider === snapshot.target.provider
    ? listChanged(target.settings, snapshot.target.settings)
    : undefined;
}

function listChanged(
  before: JsonObject,
  after: JsonObject,
  prefix = '',
): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.sort().flatMap(key => {
    const path = `${prefix}${key}`;
    const [old, current] = [before[key], after[key]];
    if (isObject(old) && isObject(current)) {
      return listChanged(old, current, `${path}.`);
    }
    return JSON.stringify(old) === JSON.stringify(current) ? [] : [path];
  });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
