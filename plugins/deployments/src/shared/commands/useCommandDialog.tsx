import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useState, type ReactNode } from 'react';
import { uniqueId } from '../ids/uniqueId';
import { useNotifier, type Notice } from '../../notifications/NotifierContext';
import { useTranslation } from '../../i18n/useTranslation';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';
import { useCommandTexts } from './useCommandTexts';
import { useCommand, type CommandedDeployment } from './useCommand';

/**
 * Asks for confirmation before a command is sent. The dialog belongs to the page and not to the button: if the server
 * refuses because the deployment has changed, the button disappears, but the refusal must stay readable.
 */
export function useCommandDialog(
  refresh: () => Promise<void>,
  /** What a person should know before they decide, shown below the consequence. */
  evidence?: ReactNode,
  options: {
    /** Called when the server has accepted the command. */
    onAccepted?(command: AllowedCommand): void;
    /** Added to the notice that it was accepted. */
    notice?: Pick<Notice, 'description' | 'link'>;
  } = {},
): {
  confirm(command: AllowedCommand, deployment: CommandedDeployment): void;
  dialog: ReactNode;
} {
  const { t } = useTranslation();
  const notify = useNotifier();
  const send = useCommand(refresh);
  const describe = useCommandTexts();
  const [request, setRequest] = useState<{
    command: AllowedCommand;
    /** The deployment whose consequences the dialog shows, as it was when the dialog opened. */
    deployment: CommandedDeployment;
    pressId: string;
  }>();
  const confirm = useCallback(
    (command: AllowedCommand, deployment: CommandedDeployment) =>
      setRequest({ command, deployment, pressId: uniqueId() }),
    [],
  );
  const texts = request && describe(request.command);
  return {
    confirm,
    dialog: request && texts && (
      <ConfirmDialog
        key={request.pressId}
        title={texts.label}
        consequence={texts.consequence}
        confirmLabel={texts.label}
        destructive={request.command.destructive}
        reason={request.command.needsReason ? 'required' : 'optional'}
        conflictTopic={
          request.command.type === 'rollback' ? 'rollback-refused' : undefined
        }
        onConfirm={async reason => {
          await send(
            request.deployment,
            request.command,
            reason,
            request.pressId,
          );
          options.onAccepted?.(request.command);
          notify({
            ...options.notice,
            title: t('command.accepted', { label: texts.label }),
            status: 'success',
          });
        }}
        onClose={() => setRequest(undefined)}
      >
        {evidence}
      </ConfirmDialog>
    ),
  };
}
