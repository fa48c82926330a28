import { useApi } from '@backstage/core-plugin-api';
import type {
  AllowedCommand,
  CommandType,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useRef } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { isFinal } from '../../api/failures';
import { uniqueId } from '../ids/uniqueId';

/** Decisions based on what a person saw. The server refuses them if the deployment has changed since. */
const COMMANDS_WITH_EXPECTED_STATE: readonly CommandType[] = [
  'approve',
  'reject',
  'decide',
  'abandon',
  'promote',
];

/** The deployment that a command is sent to, as the person saw it. */
export type CommandedDeployment = Pick<Deployment, 'id' | 'seq' | 'planHash'>;

/** The command arrived and was refused, for the reason in the message. */
class RefusedCommandError extends Error {}

/**
 * Sends a command. One press is one command: a retry without a response reuses the id, and a press after a refusal gets
 * a new one.
 */
export function useCommand(
  refresh: () => Promise<void>,
): (
  deployment: CommandedDeployment,
  command: AllowedCommand,
  reason: string | undefined,
  pressId: string,
) => Promise<void> {
  const api = useApi(deploymentsApiRef);
  const refused = useRef(new Map<string, string>());

  return useCallback(
    async ({ id, seq, planHash }, command, reason, pressId) => {
      const commandId = refused.current.get(pressId) ?? pressId;
      try {
        const outcome = await api.sendCommand(id, {
          type: command.type,
          commandId,
          ...(command.stepId ? { stepId: command.stepId } : {}),
          ...(command.choice ? { choice: command.choice } : {}),
          ...(command.to ? { to: command.to } : {}),
          ...(reason ? { reason } : {}),
          ...(COMMANDS_WITH_EXPECTED_STATE.includes(command.type)
            ? { expectedSeq: seq }
            : {}),
          ...(command.type === 'approve' && planHash ? { planHash } : {}),
        });
        if (outcome.status === 'refused') {
          throw new RefusedCommandError(outcome.message ?? command.label);
        }
      } catch (error) {
        if (error instanceof RefusedCommandError || isFinal(error)) {
          refused.current.set(pressId, uniqueId());
        }
        throw error;
      } finally {
        await refresh();
      }
    },
    [api, refresh],
  );
}
