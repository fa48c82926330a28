import type {
  DeploymentTarget,
  EffectRequest,
  Observation,
} from '@slipway/backstage-plugin-deployments-node';
import {
  formatWeight,
  type VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import { groupByVersion } from '../../domain/serviceEnvironment/observedVersions';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type {
  DeploymentState,
  RollbackStepState,
} from '../../domain/deployment/state';
import type { CallScope } from './startCall';
import type { StepLog } from './openStepLog';

/** How long the restored version may take to appear in the target's observation, in milliseconds. */
export const SEEN_WITHIN_MS = 60_000;
/** How soon to observe again, in milliseconds. */
export const OBSERVE_AFTER_MS = 1_000;

/** A call of a rollback step that acts on the target directly. */
export interface RollbackCall {
  state: DeploymentState;
  snapshot: Snapshot;
  target: DeploymentTarget;
  /** Reads what runs, with the target's settings of the plan or with these. */
  observe(settings?: JsonObject): Promise<Observation>;
  /** How long a version may take to be seen after the target reports success, in milliseconds. */
  confirmWithinMs: number;
  step: RollbackStepState;
  idempotencyKey: string;
  now: number;
  scope: CallScope;
  log: StepLog;
}

/**
 * Returns the settings to restore a version with. The snapshot has them for the rollback target, which is usually the
 * version of a stopped baseline. For any other version, this deployment's own settings are used.
 */
export function getRestoredSettings(
  { snapshot }: RollbackCall,
  to: VersionSummary,
): JsonObject {
  const { rollbackTarget, rollbackTargetSettings, target } = snapshot;
  return rollbackTargetSettings && rollbackTarget?.artifact === to.artifact
    ? rollbackTargetSettings
    : target.settings;
}

export function toRollbackEffect(call: RollbackCall): EffectRequest {
  const { state, snapshot, scope } = call;
  return {
    service: state.service,
    environment: snapshot.environment,
    settings: snapshot.target.settings,
    deploymentId: state.id,
    idempotencyKey: call.idempotencyKey,
    fence: state.fence ?? 0,
    ...(scope.isFirst ? {} : { isRepeat: true }),
    deadline: scope.deadline,
    signal: scope.signal,
    log: call.log.write,
  };
}

export function describeObservation(seen: Observation): string {
  return seen.instances.length === 0
    ? 'no version is running'
    : `it reports ${groupByVersion(seen.instances)
        .map(
          ({ versionName, weight }) =>
            `${versionName} with ${formatWeight(weight)}`,
        )
        .join(' and ')}`;
}
