import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type {
  CommandOutcome,
  CommandRequest,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import { approvalScope } from '../domain/deployment/decide/approvalScope';
import type { PersonCommand } from '../domain/deployment/commands';
import { isPersonsDecision } from '../domain/deployment/decide/personDecisions';
import type { DeploymentState } from '../domain/deployment/state';
import { refuseBy, type Refusal } from '../domain/deployment/decide/refusal';
import { RefusalError } from '../domain/deployment/messages/conflict';
import { mayApprove, mayReject } from '../domain/policy/approvals';
import { toApprovalCriteria } from '../steps/approveStep';
import {
  findCommand,
  insertCommand,
} from '../persistence/repositories/commandOutcomes';
import { applyCommand } from '../commit/applyCommand';
import type { Locked } from '../commit/lockToCommit';
import { lockToChange } from '../commit/lockToCommit';
import type { CommitDeps } from '../commit/commitDeps';
import { recordCommand } from '../commit/writeCommit';
import { hashJson } from '../domain/deployment/plan/planHash';
import type { People } from '../planning/people';
import type { Caller } from './caller';

export type CommandDeps = CommitDeps & {
  model: DeploymentsModel;
  people: People;
};

/**
 * Applies a person's command to a deployment, and wakes the deployment's owner to act on it. If the commandId was used
 * before, only the stored outcome is returned. Throws ConflictError if the command is refused, or was refused then.
 */
export async function sendCommand(
  deps: CommandDeps,
  id: string,
  request: CommandRequest,
  by: Caller,
): Promise<CommandOutcome> {
  if (isPersonsDecision(request.type) && !by.user) {
    throw new NotAllowedError(
      `Only a person can send the command ${request.type}. Use a user's credentials.`,
    );
  }
  // Groups are read before anything is locked, because the catalog may be slow.
  const caller =
    by.user && (request.type === 'approve' || request.type === 'reject')
      ? { ...by, user: await deps.people.withGroups(by.user) }
      : by;
  const { outcome, sentences } = await deps.database.transaction(async trx => {
    const locked = await lockToChange(deps, trx, id);
    if (!locked) {
      throw new NotFoundError(`There is no deployment '${id}'`);
    }
    const requestHash = hashJson(request);
    const known = await findCommand(trx, id, request.commandId);
    if (known) {
      if (known.requestHash !== requestHash) {
        throw new ConflictError(
          'This commandId was used for another command. Use a new one.',
        );
      }
      return { outcome: known.outcome };
    }
    const command = toPersonCommand(request, caller, locked.now);
    const refusal = refuseByPolicy(
      deps,
      locked.record.state,
      request,
      caller,
      locked.now,
    );
    const result =
      refusal === undefined
        ? await applyCommand(deps, trx, { locked, command, isUrgent: true })
        : {
            result: 'refused' as const,
            ...refusal,
            state: locked.record.state,
          };
    const refused = result.result === 'refused' ? result : undefined;
    return {
      outcome: await storeOutcome(trx, {
        locked,
        request,
        requestHash,
        caller,
        after: result.state,
        ...(refused && { refusal: refused.message }),
      }),
      sentences: refused?.sentences,
    };
  });
  if (outcome.status === 'refused') {
    const { message = 'The command was refused' } = outcome;
    throw new RefusalError({ message, sentences });
  }
  return outcome;
}

async function storeOutcome(
  trx: Parameters<typeof insertCommand>[0],
  decided: {
    locked: Locked;
    request: CommandRequest;
    requestHash: string;
    caller: Caller;
    /** The state after the command. */
    after: DeploymentState;
    refusal?: string;
  },
): Promise<CommandOutcome> {
  const { locked, request, caller, refusal, after, requestHash } = decided;
  const { state } = locked.record;
  const { seq } = after;
  const status = refusal === undefined ? 'accepted' : 'refused';
  const outcome = {
    commandId: request.commandId,
    type: request.type,
    status,
    by: caller.principal.principal,
    seq,
    ...(refusal === undefined ? {} : { message: refusal }),
  } as const;
  await insertCommand(trx, state.id, {
    ...outcome,
    atMs: locked.now,
    requestHash,
  });
  await recordCommand(trx, {
    at: locked.now,
    actor: caller.principal,
    action: `deployment.${request.type}`,
    outcome: status,
    service: state.service,
    environment: state.environment,
    deploymentId: state.id,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    details: {
      commandId: request.commandId,
      seq,
      ...(request.stepId === undefined ? {} : { step: request.stepId }),
      ...(request.choice === undefined ? {} : { choice: request.choice }),
      ...(request.to === undefined ? {} : { to: request.to }),
      ...(refusal === undefined
        ? readPromotedWeights(request, state, after)
        : { refusal }),
    },
  });
  return { ...outcome, at: new Date(locked.now).toISOString() };
}

/** Returns the version's shares of the traffic before and after a promotion, in percent. Empty for other commands. */
function readPromotedWeights(
  { type, stepId }: CommandRequest,
  before: DeploymentState,
  after: DeploymentState,
): { weights?: { from: number; to: number } } {
  const promotion =
    type === 'promote'
      ? after.steps.find(({ id }) => id === stepId)?.promotions?.at(-1)
      : undefined;
  return promotion?.weight === undefined
    ? {}
    : { weights: { from: before.trafficWeight, to: promotion.weight } };
}

/**
 * Checks an approval or a rejection against the approval rules and the person's groups, including parent groups. The API
 * has checked permissions before. Returns why it is refused, or `undefined`.
 */
function refuseByPolicy(
  deps: CommandDeps,
  state: DeploymentState,
  request: CommandRequest,
  caller: Caller,
  now: number,
): Refusal {
  if (!caller.user || !['approve', 'reject'].includes(request.type)) {
    return undefined;
  }
  const scope = approvalScope(state, request.stepId);
  if (scope.result === 'refused') {
    return scope;
  }
  const criteria = toApprovalCriteria(state, {
    now,
    stepId: scope.stepId,
    environment: deps.model.environments.find(
      ({ name }) => name === state.environment,
    ),
  });
  const decision =
    request.type === 'reject'
      ? mayReject(criteria.rules, caller.user)
      : mayApprove(criteria, caller.user);
  return decision.allowed ? undefined : refuseBy(decision.sentence);
}

function toPersonCommand(
  request: CommandRequest,
  caller: Caller,
  now: number,
): PersonCommand {
  const common = {
    now,
    by: caller.principal.principal,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.expectedSeq === undefined
      ? {}
      : { expectedSeq: request.expectedSeq }),
  };
  const step = request.stepId === undefined ? {} : { stepId: request.stepId };
  switch (request.type) {
    case 'approve':
      if (request.planHash === undefined) {
        throw new InputError(
          "The command approve needs the 'planHash' of the deployment that you reviewed",
        );
      }
      return {
        ...common,
        ...step,
        type: 'approve',
        groups: caller.user?.ownershipRefs ?? [],
        planHash: request.planHash,
      };
    case 'reject':
      return { ...common, ...step, type: 'reject' };
    case 'pause':
    case 'resume':
    case 'cancel':
    case 'rollback':
    case 'override':
    case 'abandon':
      return { ...common, type: request.type };
    case 'retryStep':
    case 'skipStep':
      if (request.stepId === undefined) {
        throw new InputError(`The command ${request.type} needs a 'stepId'`);
      }
      return { ...common, type: request.type, stepId: request.stepId };
    case 'promote':
      if (request.stepId === undefined || request.to === undefined) {
        throw new InputError("The command promote needs a 'stepId' and a 'to'");
      }
      return {
        ...common,
        type: 'promote',
        stepId: request.stepId,
        to: request.to,
      };
    case 'decide':
      if (request.choice === undefined) {
        throw new InputError("The command decide needs a 'choice'");
      }
      return { ...common, ...step, type: 'decide', choice: request.choice };
    default: {
      const unknown: never = request.type;
      throw new InputError(`Unknown command ${unknown}`);
    }
  }
}
