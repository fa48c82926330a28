import {
  type AllowedCommand,
  type Sentence,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  ContactsModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';
import type { Caller } from '../../application/caller';
import type { DeploymentState } from '../../domain/deployment/state';
import { renderSentences } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import { mayApprove, mayReject } from '../../domain/policy/approvals';
import { whomToAsk } from '../../domain/policy/whomToAsk';
import { toApprovalCriteria } from '../../steps/approveStep';
import type { ServiceEnvironmentPermission } from '../../access/grants';
import { sayMissingPermission } from '../../access/describePermission';
import { isPersonsDecision } from '../../domain/deployment/decide/personDecisions';
import { getCommandPermission } from '../../access/commandPermissions';

interface Reader {
  caller: Pick<Caller, 'user'>;
  has(permission: ServiceEnvironmentPermission): boolean;
}

export interface CommandContext {
  state: DeploymentState;
  /** Absent if it is no longer in app-config. */
  environment: EnvironmentModel | undefined;
  /** The portal's contacts. */
  contacts: ContactsModel | undefined;
  reader: Reader;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Narrows the commands that the deployment's state allows to those that this reader may send, and says for the others
 * why not. Readers who can lift a hold are not offered to override it: that would leave the hold in place for everybody
 * else.
 */
export function toCommandsView(
  commands: AllowedCommand[],
  facts: CommandContext,
): AllowedCommand[] {
  const offered = canLiftHold(facts)
    ? commands.filter(({ type }) => type !== 'override')
    : commands;
  return offered.map(command => {
    if (!command.allowed) return command;
    const refusal = explainRefusal(command, facts);
    return refusal === undefined
      ? command
      : {
          ...command,
          allowed: false,
          refusal: renderSentences(refusal),
          refusalSentences: refusal,
        };
  });
}

function canLiftHold({ state, reader }: CommandContext): boolean {
  return (
    reader.caller.user !== undefined &&
    state.blockers.some(({ kind }) => kind === 'hold') &&
    reader.has(holdLiftPermission)
  );
}

function explainRefusal(
  command: AllowedCommand,
  facts: CommandContext,
): Sentence[] | undefined {
  const { user } = facts.reader.caller;
  if (!user && isPersonsDecision(command.type)) {
    return [say('only_person')];
  }
  const permission = getCommandPermission(command);
  // Approval rules first: they name the people to ask, and a missing permission does not.
  return (
    (user && explainApprovalRefusal(command, user, facts)) ??
    (facts.reader.has(permission)
      ? undefined
      : explainMissingPermission(command, permission.name, facts))
  );
}

/** Why a permission is missing. For an override, app-config may name whom to ask about the blockers. */
function explainMissingPermission(
  { type }: AllowedCommand,
  permission: string,
  { state, environment, contacts }: CommandContext,
): Sentence[] {
  const ask =
    type === 'override'
      ? state.blockers
          .filter(({ overridable }) => overridable)
          .flatMap(
            blocker =>
              whomToAsk(blocker, [], [environment?.contacts, contacts]).ask ??
              [],
          )
      : [];
  return sayMissingPermission(permission, ask);
}

/** Why the approval rules keep the reader from approving or rejecting. They apply in addition to permissions. */
function explainApprovalRefusal(
  { type, stepId }: AllowedCommand,
  user: NonNullable<Caller['user']>,
  { state, environment, now }: CommandContext,
): Sentence[] | undefined {
  if (type !== 'approve' && type !== 'reject') return undefined;
  const criteria = toApprovalCriteria(state, { now, stepId, environment });
  const may =
    type === 'reject'
      ? mayReject(criteria.rules, user)
      : mayApprove(criteria, user);
  return may.allowed ? undefined : [may.sentence];
}
