import {
  type AllowedCommand,
  type Blocker,
  type CommandType,
  deploymentOverridePermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import { allowedCommands } from '../../domain/deployment/decide/allowedCommands';
import type { DeploymentState } from '../../domain/deployment/state';
import { sameRef } from '../../domain/policy/sameRef';
import { whomToAsk } from '../../domain/policy/whomToAsk';
import { type CommandContext, toCommandsView } from '../commands/commandsView';

/** What a person can decide about a deployment that waits. */
export interface AwaitedDecision {
  /** All of them are allowed. */
  commands: AllowedCommand[];
  mayLiftHold: boolean;
  mayResolveDrift: boolean;
}

/**
 * Finds what a deployment waits for and the reader can decide now: an approval that would count or, if the reader is
 * concerned, another decision. People are concerned if they requested or paused the deployment, own the service, or are those
 * to ask according to app-config. Everybody else who has the permission could decide too, but nobody waits for them. Without
 * a decision, the result is `undefined`.
 *
 * @param owners - entity refs of the owners of the service
 */
export function findAwaitedDecision(
  facts: CommandContext,
  owners: readonly string[],
): AwaitedDecision | undefined {
  const { state, reader, now } = facts;
  if (!reader.caller.user) return undefined;
  const allowed = toCommandsView(allowedCommands(state, now), facts).filter(
    command => command.allowed,
  );
  const select = (...types: CommandType[]) =>
    allowed.filter(({ type }) => types.includes(type));
  const awaits = (kind: Blocker['kind']) =>
    state.blockers.some(
      blocker => blocker.kind === kind && isConcerned(blocker, facts, owners),
    );

  const approvals = select('approve').flatMap(approve => [
    approve,
    ...select('reject').filter(({ stepId }) => stepId === approve.stepId),
  ]);
  const choices = awaits('decision') ? select('decide', 'promote') : [];
  const resumptions = awaits('paused') ? select('resume') : [];
  const continuations = [
    ...choices.filter(({ type }) => type === 'promote'),
    ...resumptions,
  ];
  const commands = [
    ...approvals,
    ...choices,
    ...resumptions,
    // The alternative to continuing. Other decisions have their own.
    ...(continuations.length > 0 ? selectWayBack(select, choices) : []),
  ];
  const mayLiftHold = awaits('hold') && reader.has(holdLiftPermission);
  const mayResolveDrift =
    awaits('drift') && reader.has(deploymentOverridePermission);
  return commands.length > 0 || mayLiftHold || mayResolveDrift
    ? { commands, mayLiftHold, mayResolveDrift }
    : undefined;
}

function selectWayBack(
  select: (...types: CommandType[]) => AllowedCommand[],
  choices: AllowedCommand[],
): AllowedCommand[] {
  const rollbacks = select('rollback');
  return (rollbacks.length > 0 ? rollbacks : select('cancel')).filter(
    ({ label }) => !choices.some(choice => choice.label === label),
  );
}

function isConcerned(
  blocker: Blocker,
  { state, environment, contacts, reader }: CommandContext,
  owners: readonly string[],
): boolean {
  const { user } = reader.caller;
  const claims = user ? [user.entityRef, ...user.ownershipRefs] : [];
  const { ask = [] } = whomToAsk(
    blocker,
    [...listPeople(state), ...owners],
    [environment?.contacts, contacts],
  );
  return ask.some(ref => claims.some(claim => sameRef(claim, ref)));
}

function listPeople({ requestedBy, paused }: DeploymentState) {
  return [requestedBy.principal, requestedBy.onBehalfOf, paused?.by];
}
