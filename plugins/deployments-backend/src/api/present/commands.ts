import type {
  AllowedCommand,
  CommandType,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../config/model';
import type { Caller } from '../../engine/service';
import type { DeploymentState } from '../../pipeline/state';
import { mayApprove, mayReject } from '../../policy/approvals';
import { sameRef } from '../../policy/refs';
import type { PlacePermission } from '../access/grants';
import { commandPermission, isPersonsDecision } from '../access/commands';

export interface Reader {
  caller: Pick<Caller, 'user'>;
  has(permission: PlacePermission): boolean;
}

export interface CommandFacts {
  state: DeploymentState;
  /** Absent when app-config no longer has it. */
  environment: EnvironmentModel | undefined;
  reader: Reader;
  /** Epoch milliseconds. */
  now: number;
}

/** What the deployment's state allows, less what this reader may not do; with why not, and who may. */
export function presentCommands(
  commands: AllowedCommand[],
  facts: CommandFacts,
): AllowedCommand[] {
  return commands.map(command => {
    if (!command.allowed) return command;
    const refusal = refusalFor(command, facts);
    return refusal === undefined
      ? command
      : { ...command, allowed: false, refusal };
  });
}

function refusalFor(
  command: AllowedCommand,
  facts: CommandFacts,
): string | undefined {
  const { user } = facts.reader.caller;
  if (!user && isPersonsDecision(command)) {
    return 'This is a decision for a person, not for a service.';
  }
  const permission = commandPermission(command.type);
  if (!facts.reader.has(permission)) {
    return `You lack the permission ${permission.name} here.`;
  }
  return user ? refusalByPolicy(command, user, facts) : undefined;
}

/** Approvals are given by those whom the rules name, whatever the permission framework says. */
function refusalByPolicy(
  command: AllowedCommand,
  user: NonNullable<Caller['user']>,
  facts: CommandFacts,
): string | undefined {
  if (command.type !== 'approve' && command.type !== 'reject') return undefined;
  if (command.stepId !== undefined) {
    return refusalAtStep(command.type, command.stepId, user, facts.state);
  }
  const rules = facts.environment?.approvals ?? [];
  const { state, now } = facts;
  const may =
    command.type === 'reject'
      ? mayReject(rules, user)
      : mayApprove(
          {
            now,
            requestedBy: state.requestedBy,
            rules,
            approvals: state.approvals,
            planHash: state.planHash,
          },
          user,
        );
  return may.allowed ? undefined : may.refusal;
}

/** The step's blocker names its people. Whoever they are, the engine asks its rules again. */
function refusalAtStep(
  type: CommandType,
  stepId: string,
  user: NonNullable<Caller['user']>,
  state: DeploymentState,
): string | undefined {
  const people = [
    state.steps.find(({ id }) => id === stepId)?.blocker,
    ...state.blockers.filter(blocker => blocker.stepId === stepId),
  ].flatMap(blocker => blocker?.unblockedBy ?? []);
  if (people.length === 0) return undefined;
  const own = [user.entityRef, ...user.ownershipRefs];
  return people.some(ref => own.some(mine => sameRef(mine, ref)))
    ? undefined
    : `Only ${[...new Set(people)].join(' or ')} can ${type} this.`;
}
