import {
  type Blocker,
  type DeploymentKind,
  type Principal,
  deploymentApprovePermission,
  deploymentOverridePermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Caller } from '../../domain/model/caller';
import type { DeploymentState } from '../../domain/deployment/state';
import {
  type ApprovalCriteria,
  mayApprove,
} from '../../domain/policy/approvals';
import { whomToAsk } from '../../domain/policy/whomToAsk';
import { approvalCriteria } from '../../steps/approveStep';
import type { Grants } from '../../access/grants';
import type { ServiceEnvironmentResource } from '../../access/serviceEnvironmentResource';
import type { ApiContext } from '../../access/apiContext';

/** A longer list of names does not help anyone to choose whom to ask. */
const MOST_NAMES = 20;

/** What a reader's own part depends on. */
export const BLOCKER_PERMISSIONS = [
  deploymentApprovePermission,
  deploymentOverridePermission,
  holdLiftPermission,
];

/** Who looks at blockers. */
export interface BlockerReader {
  caller: Caller;
  grants: Grants;
  serviceEnvironment: ServiceEnvironmentResource;
}

/** What is blocked: a deployment, or what is only planned. */
export type BlockedDeployment =
  | { state: DeploymentState }
  | { planned: { kind: DeploymentKind; environment: string; by: Principal } };

/**
 * Blockers as a reader sees them: with whom to ask, and with what the reader can do about it or why not. Without a reader,
 * as in lists, whom to ask alone.
 */
export async function explainBlockers(
  api: ApiContext,
  blockers: readonly Blocker[],
  subject: BlockedDeployment,
  reader?: BlockerReader,
): Promise<Blocker[]> {
  if (blockers.length === 0) return [];
  const name =
    'state' in subject
      ? subject.state.environment
      : subject.planned.environment;
  const environment = api.model.environments.find(each => each.name === name);
  const person =
    reader?.caller.user && blockers.some(({ kind }) => kind === 'approval')
      ? await withGroups(api, reader.caller.user)
      : reader?.caller.user;
  return Promise.all(
    blockers.map(async blocker => {
      const criteria = getQuestion(blocker, subject, environment);
      const known =
        blocker.kind === 'approval'
          ? await listApprovers(api, blocker, criteria)
          : [...(blocker.ask ?? []), ...concerned(blocker, subject)];
      const you =
        reader && person && yourPart(blocker, criteria, reader, person);
      return {
        ...blocker,
        ...(reader ? await untilWhen(api, blocker) : {}),
        ...whomToAsk(blocker, known, [
          environment?.contacts,
          api.model.contacts,
        ]),
        ...(you ? { you } : {}),
      };
    }),
  );
}

/** A deployment in the way that waits for a person is rolled back, or fails, when nobody decides in time. */
async function untilWhen(
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

/** With the groups above the reader's own; as their token has them, where the catalog does not answer. */
export async function withGroups(
  api: Pick<ApiContext, 'people'>,
  user: NonNullable<Caller['user']>,
): Promise<NonNullable<Caller['user']>> {
  return api.people.withGroups(user).catch(() => user);
}

function getQuestion(
  { kind, rule, stepId }: Blocker,
  subject: BlockedDeployment,
  environment: EnvironmentModel | undefined,
): ApprovalCriteria | undefined {
  if (kind !== 'approval') return undefined;
  const now = Date.now();
  const criteria: ApprovalCriteria =
    'state' in subject
      ? approvalCriteria(subject.state, { now, stepId, environment })
      : {
          now,
          requestedBy: subject.planned.by,
          rules: environment?.approvals ?? [],
          approvals: [],
          distinct: environment?.distinctApprovers ?? true,
        };
  const others = criteria.rules.filter(each => each.name !== rule);
  // One rule of several is asked about: what others count is not free for it.
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

/** The rule's people by the catalog, but for those whose approval would not count. */
async function listApprovers(
  api: Pick<ApiContext, 'people'>,
  { unblockedBy = [] }: Blocker,
  criteria: ApprovalCriteria | undefined,
): Promise<string[]> {
  const members = await api.people.listMembers(unblockedBy).catch(() => []);
  const approvers: string[] = [];
  for (const entityRef of members) {
    // Each member takes a computation, and a group may have thousands.
    if (approvers.length === MOST_NAMES) break;
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

/** Who has to do with what a deployment waits for that has started. */
function concerned(
  { kind }: Blocker,
  subject: BlockedDeployment,
): (string | undefined)[] {
  if (!('state' in subject)) return [];
  const { requestedBy, paused } = subject.state;
  switch (kind) {
    case 'decision':
      return [requestedBy.onBehalfOf ?? requestedBy.principal];
    case 'paused':
      return [paused?.by];
    default:
      return [];
  }
}

function yourPart(
  { kind }: Blocker,
  criteria: ApprovalCriteria | undefined,
  { grants, serviceEnvironment }: BlockerReader,
  person: NonNullable<Caller['user']>,
): string | undefined {
  switch (kind) {
    case 'approval': {
      if (!criteria) return undefined;
      const may = mayApprove(criteria, person);
      if (!may.allowed) return may.refusal;
      return grants.has(deploymentApprovePermission, serviceEnvironment)
        ? 'You can approve this.'
        : 'You are named by the rule, but you do not have permission to approve deployments here.';
    }
    case 'hold':
      return grants.has(holdLiftPermission, serviceEnvironment)
        ? 'You can lift the hold.'
        : undefined;
    case 'drift':
      return grants.has(deploymentOverridePermission, serviceEnvironment)
        ? 'You can adopt or overwrite what runs.'
        : undefined;
    default:
      return undefined;
  }
}
