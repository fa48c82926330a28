import {
  type AllowedCommand,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Caller } from '../../domain/model/caller';
import type { DeploymentState } from '../../domain/deployment/state';
import { mayApprove, mayReject } from '../../domain/policy/approvals';
import { approvalCriteria } from '../../steps/approveStep';
import type { ServiceEnvironmentPermission } from '../../access/grants';
import { isPersonsDecision } from '../../domain/deployment/decide/personDecisions';
import { commandPermission } from '../../access/commandPermissions';

interface Reader {
  caller: Pick<Caller, 'user'>;
  has(permission: ServiceEnvironmentPermission): boolean;
}

export interface CommandFacts {
  state: DeploymentState;
  /** Absent when app-config no longer has it. */
  environment: EnvironmentModel | undefined;
  reader: Reader;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * What the deployment's state allows, less what this reader may not do; with why not, and who may. Whoever can lift a hold
 * is not offered to start in spite of it: that would leave the hold to everybody else.
 */
export function toCommandsView(
  commands: AllowedCommand[],
  facts: CommandFacts,
): AllowedCommand[] {
  const offered = mayLiftHold(facts)
    ? commands.filter(({ type }) => type !== 'override')
    : commands;
  return offered.map(command => {
    if (!command.allowed) return command;
    const refusal = refusalFor(command, facts);
    return refusal === undefined
      ? command
      : { ...command, allowed: false, refusal };
  });
}

function mayLiftHold({ state, reader }: CommandFacts): boolean {
  return (
    reader.caller.user !== undefined &&
    state.blockers.some(({ kind }) => kind === 'hold') &&
    reader.has(holdLiftPermission)
  );
}

function refusalFor(
  command: AllowedCommand,
  facts: CommandFacts,
): string | undefined {
  const { user } = facts.reader.caller;
  if (!user && isPersonsDecision(command.type)) {
    return 'This is a decision for a person, not for a service.';
  }
  const permission = commandPermission(command.type);
  // The rules first: they name who may, where a missing permission names nobody.
  return (
    (user && refusalByPolicy(command, user, facts)) ??
    (facts.reader.has(permission)
      ? undefined
      : `You lack the permission ${permission.name} here.`)
  );
}

/** Approvals are given by those whom the rules name, whatever the permission framework says. */
function refusalByPolicy(
  { type, stepId }: AllowedCommand,
  user: NonNullable<Caller['user']>,
  { state, environment, now }: CommandFacts,
): string | undefined {
  if (type !== 'approve' && type !== 'reject') return undefined;
  const criteria = approvalCriteria(state, { now, stepId, environment });
  const may =
    type === 'reject'
      ? mayReject(criteria.rules, user)
      : mayApprove(criteria, user);
  return may.allowed ? undefined : may.refusal;
}
