import {
  type Blocker,
  type DeploymentKind,
  type Principal,
  type Sentence,
  deploymentApprovePermission,
  deploymentOverridePermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Caller } from '../../application/caller';
import { sayUnknownOutcome } from '../../domain/deployment/messages/unknownOutcome';
import type { DeploymentState } from '../../domain/deployment/state';
import {
  type ApprovalCriteria,
  computeApprovalProgress,
  mayApprove,
} from '../../domain/policy/approvals';
import { whomToAsk } from '../../domain/policy/whomToAsk';
import { renderSentences } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import { toApprovalCriteria } from '../../steps/approveStep';
import type { Grants } from '../../access/grants';
import type { ServiceEnvironmentResource } from '../../access/serviceEnvironmentResource';
import type { ApiContext } from '../../access/apiContext';

/** A longer list of names does not help people to choose whom to ask. */
const MAX_NAMES = 20;

/** The permissions that {@link explainBlockers} needs in the reader's grants. */
export const BLOCKER_PERMISSIONS = [
  deploymentApprovePermission,
  deploymentOverridePermission,
  holdLiftPermission,
];

/** The person or service that reads blockers. */
export interface BlockerReader {
  caller: Caller;
  grants: Grants;
  serviceEnvironment: ServiceEnvironmentResource;
}

/** What is blocked: a deployment, or one that is only planned. */
export type BlockedDeployment =
  | { state: DeploymentState }
  | { planned: { kind: DeploymentKind; environment: string; by: Principal } };

/** Adds to each blocker whom to ask and, if a reader is given, what the reader can do about it or why not. */
export async function explainBlockers(
  api: ApiContext,
  blockers: readonly Blocker[],
  blocked: BlockedDeployment,
  reader?: BlockerReader,
): Promise<Blocker[]> {
  if (blockers.length === 0) return [];
  const name =
    'state' in blocked
      ? blocked.state.environment
      : blocked.planned.environment;
  const environment = api.model.environments.find(each => each.name === name);
  const person =
    reader?.caller.user && blockers.some(({ kind }) => kind === 'approval')
      ? await withGroups(api, reader.caller.user)
      : reader?.caller.user;
  return Promise.all(
    blockers.map(async blocker => {
      const criteria = findApprovalCriteria(blocker, blocked, environment);
      const known =
        blocker.kind === 'approval'
          ? await listApprovers(api, blocker, criteria)
          : [...(blocker.ask ?? []), ...listConcernedPeople(blocker, blocked)];
      const hint =
        reader &&
        person &&
        describeReadersOptions(blocker, criteria, reader, person);
      return {
        ...blocker,
        ...sayBlocker(blocker, blocked),
        ...(criteria ? { approvals: countApprovals(criteria) } : {}),
        ...(reader ? await findDeadline(api, blocker) : {}),
        ...whomToAsk(blocker, known, [
          environment?.contacts,
          api.model.contacts,
        ]),
        ...(hint && { hint: renderSentences([hint]), hintSentence: hint }),
      };
    }),
  );
}

/** The codes that the reducer doesn't set, because it must fold recorded events into the recorded states. */
function sayBlocker(
  blocker: Blocker,
  blocked: BlockedDeployment,
): Pick<Blocker, 'code' | 'params' | 'sentences'> {
  if (!('state' in blocked)) return {};
  const { paused } = blocked.state;
  switch (blocker.kind) {
    case 'paused': {
      if (!paused) return {};
      const { by: person, reason } = paused;
      return reason
        ? { code: 'paused_reason', params: { person, reason } }
        : { code: 'paused', params: { person } };
    }
    case 'unknown_outcome': {
      const sentences = sayUnknownOutcome(blocker, blocked.state);
      return sentences ? { sentences } : {};
    }
    default:
      return {};
  }
}

/**
 * The deadline of the deployment that owns the environment, if it waits for a decision: without one, it rolls back or
 * fails then.
 */
async function findDeadline(
  api: Pick<ApiContext, 'reads'>,
  { kind, deploymentId }: Blocker,
): Promise<Pick<Blocker, 'until'>> {
  const other =
    kind === 'slot' && deploymentId !== undefined
      ? await api.reads.get(deploymentId)
      : undefined;
  return other?.decideBy === undefined
    ? {}
    : { until: new Date(other.decideBy).toISOString() };
}

/**
 * The user with all parent groups from the catalog. If the catalog is not available, only with the groups in their
 * token.
 */
export async function withGroups(
  api: Pick<ApiContext, 'people'>,
  user: NonNullable<Caller['user']>,
): Promise<NonNullable<Caller['user']>> {
  return api.people.withGroups(user).catch(() => user);
}

/** How many approvals count so far, and how many are needed, in all rules together. */
function countApprovals(
  criteria: ApprovalCriteria,
): NonNullable<Blocker['approvals']> {
  const progress = computeApprovalProgress(criteria);
  return {
    given: progress.reduce((sum, { by }) => sum + by.length, 0),
    needed: progress.reduce((sum, { rule }) => sum + rule.count, 0),
  };
}

/** The approvals that a blocker waits for; `undefined` for blockers of other kinds. */
export function findApprovalCriteria(
  { kind, rule, stepId }: Blocker,
  blocked: BlockedDeployment,
  environment: EnvironmentModel | undefined,
): ApprovalCriteria | undefined {
  if (kind !== 'approval') return undefined;
  const now = Date.now();
  const criteria: ApprovalCriteria =
    'state' in blocked
      ? toApprovalCriteria(blocked.state, { now, stepId, environment })
      : {
          now,
          requestedBy: blocked.planned.by,
          rules: environment?.approvals ?? [],
          approvals: [],
          distinct: environment?.distinctApprovers ?? true,
        };
  const others = criteria.rules.filter(each => each.name !== rule);
  // If the blocker is about one of several rules, approvals that count for the others cannot count for it.
  return rule === undefined || others.length === criteria.rules.length
    ? criteria
    : {
        ...criteria,
        rules: criteria.rules.filter(each => each.name === rule),
        others: [
          ...others.map(each => ({
            rule: each,
            ...(stepId === undefined ? {} : { stepId }),
          })),
          ...(criteria.others ?? []),
        ],
      };
}

/** Members of the rule's groups, without people whose approval would not count. */
async function listApprovers(
  api: Pick<ApiContext, 'people'>,
  { unblockedBy = [] }: Blocker,
  criteria: ApprovalCriteria | undefined,
): Promise<string[]> {
  const members = await api.people.listMembers(unblockedBy).catch(() => []);
  const approvers: string[] = [];
  for (const entityRef of members) {
    // Checking a member costs time, and a group may have thousands.
    if (approvers.length === MAX_NAMES) break;
    const isCounted =
      !criteria ||
      mayApprove(criteria, {
        entityRef,
        ownershipRefs: [entityRef, ...unblockedBy],
      }).allowed;
    if (isCounted) approvers.push(entityRef);
  }
  return approvers;
}

/** The person to ask about a started deployment that waits: who requested it or who paused it. */
function listConcernedPeople(
  { kind }: Blocker,
  blocked: BlockedDeployment,
): (string | undefined)[] {
  if (!('state' in blocked)) return [];
  const { requestedBy, paused } = blocked.state;
  switch (kind) {
    case 'decision':
      return [requestedBy.onBehalfOf ?? requestedBy.principal];
    case 'paused':
      return [paused?.by];
    default:
      return [];
  }
}

function describeReadersOptions(
  { kind }: Blocker,
  criteria: ApprovalCriteria | undefined,
  { grants, serviceEnvironment }: BlockerReader,
  person: NonNullable<Caller['user']>,
): Sentence | undefined {
  switch (kind) {
    case 'approval': {
      if (!criteria) return undefined;
      const may = mayApprove(criteria, person);
      if (!may.allowed) return may.sentence;
      return grants.has(deploymentApprovePermission, serviceEnvironment)
        ? say('hint_approve')
        : say('hint_approve_without_permission');
    }
    case 'hold':
      return grants.has(holdLiftPermission, serviceEnvironment)
        ? say('hint_lift_hold')
        : undefined;
    case 'drift':
      return grants.has(deploymentOverridePermission, serviceEnvironment)
        ? say('hint_resolve_drift')
        : undefined;
    default:
      return undefined;
  }
}
