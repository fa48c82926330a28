import type {
  Blocker,
  DeploymentKind,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { toMessage } from '../text/renderSentences';
import { say } from '../text/say';
import type { ConcurrencyPolicy } from '../model/deploymentsModel';
import type { StartFacts, OtherDeployment } from './policyFacts';

/** The decision on a request when other deployments are queued or running in its environment. */
export type QueueDecision =
  /** `supersedes`: ids of the queued deployments that it replaces. */
  | { result: 'accepted'; supersedes: string[] }
  | { result: 'refused'; message: string; sentences: Sentence[] };

/** Whether a request supersedes the queued deployments of versions, also those that are scheduled for later. */
export function supersedesQueued(
  policy: ConcurrencyPolicy,
  { kind, hotfix }: Pick<StartFacts['deployment'], 'kind' | 'hotfix'>,
): boolean {
  return (
    kind === 'deploy' &&
    !hotfix &&
    (policy === 'supersede' || policy === 'replace')
  );
}

/**
 * Decides whether a requested deployment may be queued.
 *
 * Rollbacks and hotfixes are always accepted. A `deploy` supersedes only other `deploy`s, because a newer version makes an
 * older one obsolete, but not a requested restart or removal.
 *
 * @param facts.queued - all queued deployments of the service in the environment
 * @param facts.ahead - those of them that start before this one, without those scheduled for later
 */
export function decideQueueing(
  policy: ConcurrencyPolicy,
  facts: Pick<
    StartFacts,
    'deployment' | 'environment' | 'lockOwner' | 'ahead'
  > & {
    queued: OtherDeployment[];
  },
): QueueDecision {
  const { deployment, environment, lockOwner, queued, ahead } = facts;
  if (deployment.kind === 'rollback' || deployment.hotfix) {
    return { result: 'accepted', supersedes: [] };
  }
  switch (policy) {
    case 'queue':
      return { result: 'accepted', supersedes: [] };
    case 'supersede':
    case 'replace':
      return {
        result: 'accepted',
        supersedes: supersedesQueued(policy, deployment)
          ? queued.filter(({ kind }) => kind === 'deploy').map(({ id }) => id)
          : [],
      };
    case 'refuse': {
      const other = lockOwner ?? ahead[0];
      return other
        ? {
            result: 'refused',
            message: `${
              environment.title
            } accepts one deployment of a service at a time, and ${describe(
              other,
            )} is ${
              lockOwner ? 'running' : 'queued'
            }. Try again when it has ended.`,
            sentences: [say(`refused_one_${lockOwner ? 'running' : 'queued'}`)],
          }
        : { result: 'accepted', supersedes: [] };
    }
    default: {
      const never: never = policy;
      throw new Error(`Unknown concurrency policy ${never}`);
    }
  }
}

/**
 * Returns the running deployment that a requested one rolls back, according to the policy. Rollbacks, restarts, removals and
 * hotfixes finish.
 */
export function findReplaced(
  policy: ConcurrencyPolicy,
  { deployment, lockOwner }: Pick<StartFacts, 'deployment' | 'lockOwner'>,
): OtherDeployment | undefined {
  return policy === 'replace' &&
    deployment.kind === 'deploy' &&
    !deployment.hotfix &&
    lockOwner?.kind === 'deploy' &&
    !lockOwner.hotfix
    ? lockOwner
    : undefined;
}

/** Returns a blocker if the environment has a lock owner or other deployments are ahead in the queue. */
export function findSlotBlocker({
  deployment,
  lockOwner,
  ahead,
}: Pick<StartFacts, 'deployment' | 'lockOwner' | 'ahead'>):
  | Blocker
  | undefined {
  // Rollbacks and hotfixes bypass the queue.
  const before =
    deployment.kind === 'rollback' || deployment.hotfix ? [] : ahead;
  const first = lockOwner ?? before[0];
  if (!first) {
    return undefined;
  }
  const then =
    lockOwner !== undefined && deployment.replaces === lockOwner.id
      ? toMessage([say('slot_replaced')])
      : sayAffectedVersion(deployment.kind);
  return {
    kind: 'slot',
    message: [describeOthers(lockOwner, before), then?.message ?? []]
      .flat()
      .join(' '),
    ...toSlotCode(lockOwner, before),
    ...(then && { sentences: then.sentences }),
    deploymentId: first.id,
  };
}

/** The code of `describeOthers`. */
function toSlotCode(
  lockOwner: OtherDeployment | undefined,
  before: readonly OtherDeployment[],
): Pick<Blocker, 'code' | 'params'> {
  const { kind, versionName } = lockOwner ?? before[0];
  const isNext = before.length === (lockOwner ? 0 : 1);
  return {
    code: `slot_${lockOwner ? 'running' : 'queued'}${isNext ? '_next' : ''}`,
    params: {
      other: kind,
      ...(versionName ? { otherVersion: versionName } : {}),
      ahead: before.length,
    },
  };
}

function describeOthers(
  lockOwner: OtherDeployment | undefined,
  before: readonly OtherDeployment[],
): string {
  if (!lockOwner && before.length === 1) {
    return `${capital(describe(before[0]))} is ahead of this one in the queue.`;
  }
  const first = lockOwner ?? before[0];
  const position =
    before.length === 0
      ? 'This deployment is next.'
      : `${before.length} ${
          before.length === 1 ? 'deployment is' : 'deployments are'
        } ahead of this one in the queue.`;
  return `${capital(describe(first))} is ${
    lockOwner ? 'running' : 'first in the queue'
  }. ${position}`;
}

/** Says which version a restart or a removal will affect: the one that is running when it starts. */
function sayAffectedVersion(
  kind: DeploymentKind,
): ReturnType<typeof toMessage> | undefined {
  switch (kind) {
    case 'restart':
      return toMessage([say('slot_restarts')]);
    case 'remove':
      return toMessage([say('slot_removes')]);
    case 'deploy':
    case 'rollback':
      return undefined;
    default: {
      const never: never = kind;
      throw new Error(`Unknown kind ${never}`);
    }
  }
}

function describe({ kind, versionName }: OtherDeployment): string {
  switch (kind) {
    case 'deploy':
      return versionName
        ? `the deployment of ${versionName}`
        : 'another deployment';
    case 'rollback':
      return versionName ? `a rollback to ${versionName}` : 'a rollback';
    case 'restart':
      return 'a restart';
    case 'remove':
      return 'a removal';
    default: {
      const never: never = kind;
      throw new Error(`Unknown kind ${never}`);
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
