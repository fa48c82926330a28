import type {
  Hold,
  SentenceCode,
} from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../deployment/events';
import { listOutcomeSentences } from '../deployment/messages/outcomeSentences';
import { findFailure } from '../deployment/messages/rolledBackMessage';
import type { DeploymentState } from '../deployment/state';
import type {
  ServiceEnvironmentChange,
  StoredServiceEnvironment,
  RunningVersion,
} from '../model/serviceEnvironment';
import { sentence } from '../text/formatting';
import { sayStated } from '../text/say';
import type { WatchState } from '../watch/storedWatch';

/** The principal of the engine. */
const ENGINE_PRINCIPAL = 'service:slipway';

/** The fields of the row that the change depends on. */
type ServiceEnvironmentBefore = Pick<
  StoredServiceEnvironment,
  'lockOwner' | 'current' | 'lastKnownGood' | 'hold'
>;

/**
 * Derives from a deployment's events how its service environment changes: which version is running there, which is the last
 * known good one, whether a hold is placed, and whether the lock is released. Pure.
 *
 * @param watch - the state of the artifact's newest watch there; absent if it had none, or if this deployment begins one
 */
export function applyOutcome(
  serviceEnvironment: ServiceEnvironmentBefore,
  events: DeploymentEvent[],
  after: DeploymentState,
  watch?: WatchState,
): ServiceEnvironmentChange {
  const change: ServiceEnvironmentChange = {};
  for (const event of events) {
    switch (event.type) {
      case 'succeeded':
        Object.assign(
          change,
          afterSuccess(serviceEnvironment, event.at, after, watch),
        );
        break;
      case 'rolledBack':
        Object.assign(
          change,
          afterRollback(serviceEnvironment, event.at, after),
        );
        break;
      case 'failed':
      case 'rollbackFailed':
      case 'abandoned':
        Object.assign(change, afterFailure(event.at, after));
        break;
      default:
    }
  }
  if (isTerminal(after.status)) {
    if (after.mayHaveChanged) {
      // The observation from before the change is outdated.
      change.observed = null;
    }
    if (serviceEnvironment.lockOwner === after.id) {
      change.lockOwner = null;
    }
    const hold = findFailureHold(after);
    // An existing hold stays, because a person's reason says more than ours.
    if (hold && !serviceEnvironment.hold) {
      change.hold = hold;
    }
  }
  return change;
}

/**
 * A version that is still watched doesn't replace a last known good version without an open watch. Only the watch decides
 * whether an artifact becomes known good: neither a deployment of it during the watch, nor a restart later, does.
 */
function afterSuccess(
  { lastKnownGood }: ServiceEnvironmentBefore,
  at: number,
  after: DeploymentState,
  watch: WatchState | undefined,
): ServiceEnvironmentChange {
  if (after.kind === 'remove') {
    return { current: null, driftAccepted: null };
  }
  const current = toRunningVersion(
    after,
    at,
    after.verification ?? 'inconclusive',
  );
  const isWatched = after.snapshot?.watch !== undefined;
  const isLeftToWatch =
    !isWatched &&
    (watch === 'watching' ||
      (after.kind === 'restart' &&
        watch !== undefined &&
        watch !== 'confirmed'));
  const isKnownGood =
    after.verification === 'passed' &&
    !isLeftToWatch &&
    !(isWatched && lastKnownGood && !lastKnownGood.unconfirmed);
  return {
    current,
    driftAccepted: null,
    ...(isKnownGood
      ? {
          lastKnownGood: {
            version: current.version,
            deploymentId: after.id,
            at,
            ...(isWatched ? { unconfirmed: true } : {}),
          },
        }
      : {}),
  };
}

function toRunningVersion(
  after: DeploymentState,
  at: number,
  verification: RunningVersion['verification'],
): RunningVersion {
  const { flags: _, ...version } = after.version;
  return {
    version,
    since: after.trafficAt ?? at,
    by: after.requestedBy.principal,
    deploymentId: after.id,
    verification,
    ...(verification === 'passed' ? { verifiedAt: at } : {}),
  };
}

/** If the baseline kept running, nothing changes. A version that was deployed again starts a new soak time. */
function afterRollback(
  serviceEnvironment: ServiceEnvironmentBefore,
  at: number,
  after: DeploymentState,
): ServiceEnvironmentChange {
  const { rollback } = after;
  const to = rollback?.to;
  if (!rollback || !to) {
    return {};
  }
  const stayed =
    rollback.strategy === 'baseline' &&
    serviceEnvironment.current?.version.artifact === to.artifact;
  if (stayed) {
    return {};
  }
  const verification = after.verification ?? 'inconclusive';
  return {
    current: {
      version: to,
      since: after.restoredAt ?? at,
      by: rollback.by ?? ENGINE_PRINCIPAL,
      deploymentId: after.id,
      verification,
      ...(verification === 'passed' ? { verifiedAt: at } : {}),
    },
  };
}

/** If the baseline was stopped or gets no traffic, the candidate is the running version, although it failed. */
function afterFailure(
  at: number,
  after: DeploymentState,
): ServiceEnvironmentChange {
  const isCandidateServing =
    after.kind !== 'remove' &&
    after.candidate !== undefined &&
    (after.baselineRetired || after.trafficWeight >= 100);
  return isCandidateServing
    ? { current: toRunningVersion(after, at, 'failed') }
    : {};
}

/** Who asked for the rollback and why, if nothing had failed. The outcome says the failure, but not this. */
function findRequest({ status, rollback }: DeploymentState) {
  return status === 'rolled_back' &&
    rollback?.message &&
    findFailure(rollback) === undefined
    ? rollback
    : undefined;
}

/** Returns the hold to place after a failure, because the deployments queued behind it usually contain the same bug. */
function findFailureHold(after: DeploymentState): Hold | undefined {
  const failed =
    after.status === 'rolled_back' ||
    after.status === 'rollback_failed' ||
    after.status === 'failed';
  // A deployment that a newer one replaced did not fail.
  if (after.status === 'rolled_back' && after.rollback?.replacedBy) {
    return undefined;
  }
  // It is unknown what an abandoned deployment changed.
  const holds = after.cause === 'abandoned' || (failed && after.mayHaveChanged);
  if (!holds) {
    return undefined;
  }
  const what = `${after.version.name} to ${after.environment}`;
  const codes: Partial<Record<DeploymentState['status'], SentenceCode>> = {
    rolled_back: 'deployment_rolled_back',
    rollback_failed: 'deployment_rollback_failed',
    failed: 'deployment_failed',
  };
  const reasons: Partial<Record<DeploymentState['status'], string>> = {
    rolled_back: `The deployment of ${what} was rolled back`,
    rollback_failed: `The rollback of the deployment of ${what} failed`,
    failed: `The deployment of ${what} failed after it had changed the environment`,
  };
  const asked = findRequest(after);
  const details = [asked && sentence(asked.message), after.message].filter(
    Boolean,
  );
  const detail = details.length > 0 ? `: ${details.join(' ')}` : '.';
  return {
    reason: `${
      reasons[after.status] ?? `The deployment of ${what} was abandoned`
    }${detail}`,
    sentences: [
      {
        code: codes[after.status] ?? 'deployment_abandoned',
        params: { version: after.version.name },
      },
      ...(asked ? sayStated(asked) : []),
      ...listOutcomeSentences(after),
    ],
    by: ENGINE_PRINCIPAL,
    at: new Date(after.finishedAt ?? after.at).toISOString(),
    deploymentId: after.id,
  };
}
