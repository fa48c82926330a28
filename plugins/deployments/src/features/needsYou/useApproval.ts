import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { useNotifier } from '../../notifications/NotifierContext';
import { useCommand } from '../../shared/commands/useCommand';
import { useCommandTexts } from '../../shared/commands/useCommandTexts';
import { uniqueId } from '../../shared/ids/uniqueId';
import type { AwaitedDeployment } from './describeAwaited';

/** Sends an approval at once, without a dialog: the row already says everything that the dialog would. */
export function useApproval(refresh: () => Promise<void>): {
  approve(
    deployment: AwaitedDeployment,
    command: AllowedCommand,
    name: string,
  ): Promise<void>;
  /** Id of the deployment whose approval is on its way. */
  sending?: string;
  /** Why the last approval was not accepted. Its row may have disappeared since. */
  failure?: { name: string; error: Error };
} {
  const { t } = useTranslation();
  const notify = useNotifier();
  const send = useCommand(refresh);
  const describe = useCommandTexts();
  // Another press on the same button is a retry of the same command.
  const pressIds = useRef(new Map<string, string>());
  const [sending, setSending] = useState<string>();
  const [failure, setFailure] = useState<{ name: string; error: Error }>();

  async function approve(
    deployment: AwaitedDeployment,
    command: AllowedCommand,
    name: string,
  ) {
    const { id, seq, awaits } = deployment;
    const key = [id, seq, command.stepId, command.label].join('/');
    const pressId = pressIds.current.get(key) ?? uniqueId();
    pressIds.current.set(key, pressId);
    setSending(id);
    setFailure(undefined);
    try {
      const { planHash } = awaits;
      await send({ id, seq, planHash }, command, undefined, pressId);
      notify({
        title: t('command.accepted', { label: describe(command).label }),
        description: name,
        status: 'success',
      });
    } catch (error) {
      setFailure({ name, error: error as Error });
    } finally {
      setSending(undefined);
    }
  }
  return { approve, sending, failure };
}
