import type {
  Blocker,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import type { ConcurrencyPolicy } from '../model/deploymentsModel';
import type { StartFacts, OtherDeployment } from './policyFacts';

/** What becomes of a request that finds others queued or at work in its environment. */
export type QueueDecision =
  /** `supersedes`: those queued whose place it takes. */
  | { result: 'accepted'; supersedes: string[] }
  | { result: 'refused'; message: string };

/**
 * Asked when a deployment is requested. `queued`: all that are queued for the service in the environment.
 *
 * A rollback and a hotfix are always accepted. Only a `deploy` supersedes, and only a `deploy`: a newer version makes an
 * older one's wait pointless, but says nothing about a restart or a removal that somebody asked for.
 */
export function decideQueueing(
  policy: ConcurrencyPolicy,
  facts: Pick<StartFacts, 'deployment' | 'environment' | 'lockOwner'> & {
    queued: OtherDeployment[];
  },
): QueueDecision {
  const { deployment, environment, lockOwner, queued } = facts;
  if (deployment.kind === 'rollback' || deployment.hotfix) {
    return { result: 'accepted', supersedes: [] };
  }
  switch (policy) {
    case 'queue':
      return { result: 'accepted', supersedes: [] };
    case 'supersede':
      return {
        result: 'accepted',
        supersedes:
          deployment.kind === 'deploy'
            ? queued.filter(({ kind }) => kind === 'deploy').map(({ id }) => id)
            : [],
      };
    case 'refuse': {
      const other = lockOwner ?? queued[0];
      return other
        ? {
            result: 'refused',
            message: `${
              environment.title
            } takes one deployment of a service at a time, and ${what(
              other,
            )} is ${
              lockOwner ? 'under way' : 'queued'
            }. Ask again when it has ended.`,
          }
        : { result: 'accepted', supersedes: [] };
    }
    default: {
      const never: never = policy;
      throw new Error(`Unknown concurrency policy ${never}`);
    }
  }
}

/** Who is in the way: the owner of the environment, or those before it in the queue. */
export function slotBlocker({
  deployment,
  lockOwner,
  ahead,
}: Pick<StartFacts, 'deployment' | 'lockOwner' | 'ahead'>):
  | Blocker
  | undefined {
  // The queue is for those who can wait.
  const before =
    deployment.kind === 'rollback' || deployment.hotfix ? [] : ahead;
  const first = lockOwner ?? before[0];
  if (!first) {
    return undefined;
  }
  const position =
    before.length === 0
      ? 'This one is next.'
      : `${before.length} ${
          before.length === 1 ? 'is' : 'are'
        } before this one in the queue.`;
  const then = aboutWhatRuns(deployment.kind);
  return {
    kind: 'slot',
    message: `${capital(what(first))} is ${
      lockOwner ? 'under way here' : 'first in the queue'
    }. ${position}${then ? ` ${then}` : ''}`,
    deploymentId: first.id,
  };
}

/** Those that are about no version, but about what runs when their turn comes. */
function aboutWhatRuns(kind: DeploymentKind): string | undefined {
  switch (kind) {
    case 'restart':
      return 'It restarts what runs here by then.';
    case 'remove':
      return 'It removes what runs here by then.';
    case 'deploy':
    case 'rollback':
      return undefined;
    default: {
      const never: never = kind;
      throw new Error(`Unknown kind ${never}`);
    }
  }
}

function what({ kind, versionName }: OtherDeployment): string {
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
