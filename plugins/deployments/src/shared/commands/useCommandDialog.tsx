import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useState, type ReactNode } from 'react';
import { uniqueId } from '../ids/uniqueId';
import { useNotifier } from '../../notifications/NotifierContext';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';
import { useCommand, type CommandSubject } from './useCommand';

/**
 * Asks for confirmation before a command is sent. The dialog belongs to the page and not to the button: if the server
 * refuses because the deployment has changed, the button disappears, but the refusal must stay readable.
 */
export function useCommandDialog(refresh: () => Promise<void>): {
  ask(command: AllowedCommand, subject: CommandSubject): void;
  dialog: ReactNode;
} {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const notify = useNotifier();
  const send = useCommand(refresh);
  const [asked, setAsked] = useState<{
    command: AllowedCommand;
    /** The deployment whose consequences the dialog shows, as it was when the dialog opened. */
    subject: CommandSubject;
    pressId: string;
  }>();
  const ask = useCallback(
    (command: AllowedCommand, subject: CommandSubject) =>
      setAsked({ command, subject, pressId: uniqueId() }),
    [],
  );
  return {
    ask,
    dialog: asked && (
      <ConfirmDialog
        key={asked.pressId}
        title={asked.command.label}
        consequence={asked.command.consequence}
        confirmLabel={asked.command.label}
        destructive={asked.command.destructive}
        reason={asked.command.needsReason ? 'required' : 'optional'}
        onConfirm={async reason => {
          await send(asked.subject, asked.command, reason, asked.pressId);
          notify({
            title: t('command.accepted', { label: asked.command.label }),
            status: 'success',
          });
        }}
        onClose={() => setAsked(undefined)}
      />
    ),
  };
}
