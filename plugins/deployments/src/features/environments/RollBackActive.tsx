import { useApi } from '@backstage/core-plugin-api';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError, isAbort } from '../../api/failures';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { useCommand } from '../../shared/commands/useCommand';
import { useCommandTexts } from '../../shared/commands/useCommandTexts';
import { ConfirmDialog } from '../../shared/dialogs/ConfirmDialog';
import { FormDialog } from '../../shared/dialogs/FormDialog';

/**
 * Rolls back the deployment in progress by its own command. The consequence is loaded when the button is pressed,
 * because it changes with every step.
 */
export function RollBackActive(props: {
  deploymentId: string;
  /** The button's label. */
  title: string;
  onDone(): void;
  onClose(): void;
}) {
  const { deploymentId, title, onDone, onClose } = props;
  const { t } = useTranslation();
  const describe = useCommandTexts();
  const api = useApi(deploymentsApiRef);
  const [found, setFound] = useState<Deployment>();
  const [error, setError] = useState<Error>();

  useEffect(() => {
    const controller = new AbortController();
    api
      .getDeployment(deploymentId, { signal: controller.signal })
      .then(setFound, e => {
        if (!isAbort(e)) {
          setError(asError(e));
        }
      });
    return () => controller.abort();
  }, [api, deploymentId]);

  const command = found?.commands.find(({ type }) => type === 'rollback');
  if (found && command?.allowed) {
    return (
      <Confirm
        deployment={found}
        command={command}
        onDone={onDone}
        onClose={onClose}
      />
    );
  }
  const why =
    error?.message ??
    (command && describe(command).refusal) ??
    (found ? t('rollBack.gone') : undefined);
  return (
    <FormDialog
      title={title}
      consequence={
        why === undefined
          ? t('rollBack.loading')
          : t('rollBack.refused', { why })
      }
      confirmLabel={title}
      destructive
      incomplete={why ?? t('rollBack.loading')}
      onConfirm={async () => {}}
      onClose={onClose}
    />
  );
}

function Confirm(props: {
  deployment: Deployment;
  command: Deployment['commands'][number];
  onDone(): void;
  onClose(): void;
}) {
  const { deployment, command, onDone, onClose } = props;
  const [pressId] = useState(uniqueId);
  const send = useCommand(async () => onDone());
  const { label, consequence } = useCommandTexts()(command);
  return (
    <ConfirmDialog
      title={label}
      consequence={consequence}
      confirmLabel={label}
      destructive={command.destructive}
      reason={command.needsReason ? 'required' : 'optional'}
      onConfirm={reason => send(deployment, command, reason, pressId)}
      onClose={onClose}
    />
  );
}
