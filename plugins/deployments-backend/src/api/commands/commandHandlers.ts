import { InputError, NotFoundError } from '@backstage/errors';
import {
  type CommandOutcome,
  type CommandRequest,
  type CommandType,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import { allowedCommands } from '../../domain/deployment/decide/allowedCommands';
import { isPersonsDecision } from '../../domain/deployment/decide/personDecisions';
import { hasVisibleText } from '../../domain/deployment/decide/refusal';
import type { DeploymentState } from '../../domain/deployment/state';
import { requirePerson } from '../../access/resolveCaller';
import { getCommandPermission } from '../../access/commandPermissions';
import {
  capitalized,
  deploymentTitle,
} from '../../domain/deployment/messages/conflict';
import type { ApiContext } from '../../access/apiContext';
import {
  findDeployment,
  readDeployment,
  requireGrant,
} from '../../access/authorize';

/** How error messages name each command that only people can send. */
const DECISION_SUBJECTS: Partial<Record<CommandType, string>> = {
  approve: 'An approval',
  reject: 'A rejection',
  decide: 'A decision about a deployment',
  skipStep: 'Skipping a step',
  override: 'An override',
  abandon: 'Abandoning a deployment',
  promote: 'Promoting a rollout',
};

export async function sendCommand(
  api: ApiContext,
  caller: Caller,
  id: string,
  command: CommandRequest,
): Promise<CommandOutcome> {
  if (isPersonsDecision(command.type)) {
    requirePerson(caller, DECISION_SUBJECTS[command.type] ?? 'This');
  }
  requireFields(command);
  const permission = getCommandPermission(command);
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
    permission,
  ]);
  const { state, serviceEnvironment } = await findDeployment(
    api,
    caller,
    id,
    grants,
  );
  requireGrant(grants, permission, serviceEnvironment);
  // A repeated command already has an outcome, so it doesn't need a reason again.
  if (!(await api.engine.getCommand(id, command.commandId))) {
    requireReason(command, state);
  }
  return api.engine.command(id, command, caller);
}

export async function getCommand(
  api: ApiContext,
  caller: Caller,
  id: string,
  commandId: string,
): Promise<CommandOutcome> {
  const { state } = await readDeployment(api, caller, id);
  const outcome = await api.engine.getCommand(id, commandId);
  if (!outcome) {
    throw new NotFoundError(
      `${capitalized(deploymentTitle(state))} has no command ${JSON.stringify(
        commandId,
      )}`,
    );
  }
  return outcome;
}

const STEP_COMMANDS: readonly CommandType[] = [
  'retryStep',
  'skipStep',
  'promote',
];

function requireFields(command: CommandRequest): void {
  const { type, stepId, choice, planHash, to } = command;
  if (type === 'approve' && !planHash) {
    throw new InputError(
      'planHash is missing. Read the deployment, look at its plan, and send the planHash of that plan.',
    );
  }
  if (STEP_COMMANDS.includes(type) && !stepId) {
    throw new InputError(`stepId is missing. ${type} needs the id of a step.`);
  }
  if (type === 'promote' && !to) {
    throw new InputError(
      "to is missing. Send 'next' for the next stage, or 'full' for all of the traffic.",
    );
  }
  if (type === 'decide' && !choice) {
    throw new InputError(
      'choice is missing. Send one of the choices that the deployment offers.',
    );
  }
}

function requireReason(command: CommandRequest, state: DeploymentState): void {
  const offered = allowedCommands(state, Date.now()).find(
    ({ type, stepId, choice, to }) =>
      type === command.type &&
      (to === undefined || to === command.to) &&
      (stepId === undefined || stepId === command.stepId) &&
      (choice === undefined || choice === command.choice),
  );
  if (
    offered?.allowed &&
    offered.needsReason &&
    !hasVisibleText(command.reason)
  ) {
    throw new InputError(
      `reason is missing. Say why: the audit trail records it with "${offered.label}".`,
    );
  }
}
