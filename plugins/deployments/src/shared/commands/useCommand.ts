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

/** Decisions on what a person saw: refused when it is no longer so. */
const ON_WHAT_WAS_SEEN: readonly CommandType[] = [
  'approve',
  'reject',
  'decide',
  'abandon',
];

/** What a command is about, as the person saw it. */
export type CommandSubject = Pick<Deployment, 'id' | 'seq' | 'planHash'>;

/** The command arrived and was refused, for the reason in the message. */
class RefusedCommandError extends Error {}

/**
 * Sends a command. One press is one command: what got no answer is sent again under the same id, what was refused is
 * another command the next time.
 */
export function useCommand(
  refresh: () => Promise<void>,
): (
  subject: CommandSubject,
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
          ...(reason ? { reason } : {}),
          ...(ON_WHAT_WAS_SEEN.includes(command.type)
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
