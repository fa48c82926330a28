import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { useNotifier } from '../../notifications/NotifierContext';
import { usePaths } from '../../routes/usePaths';
import { useCommand } from '../../shared/commands/useCommand';
import { useCommandTexts } from '../../shared/commands/useCommandTexts';
import { uniqueId } from '../../shared/ids/uniqueId';
import type { AwaitedDeployment } from './describeAwaited';

/** Sends an approval at once, without a dialog: the row already says everything that the dialog would. */
export function useApproval(
  refresh: () => Promise<void>,
  onApproved: (deployment: AwaitedDeployment) => void,
): {
  approve(
    deployment: AwaitedDeployment,
    command: AllowedCommand,
    name: string,
  ): Promise<void>;
  /** Ids of the deployments whose approval is on its way. */
  sending: ReadonlySet<string>;
  /** Why the last approval was not accepted. */
  failure?: { name: string; error: Error };
} {
  const { t } = useTranslation();
  const paths = usePaths();
  const notify = useNotifier();
  const send = useCommand(refresh);
  const describe = useCommandTexts();
  // Another press on the same button is a retry of the same command.
  const pressIds = useRef(new Map<string, string>());
  const [sending, setSending] = useState<ReadonlySet<string>>(new Set());
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
    setSending(before => new Set(before).add(id));
    setFailure(undefined);
    try {
      const { planHash } = awaits;
      await send({ id, seq, planHash }, command, undefined, pressId);
      onApproved(deployment);
      notify({
        title: t('command.accepted', { label: describe(command).label }),
        description: name,
        status: 'success',
        link: { label: t('needsYou.openPage'), href: paths.deployment(id) },
      });
    } catch (error) {
      setFailure({ name, error: error as Error });
    } finally {
      setSending(
        before => new Set([...before].filter(sendingId => sendingId !== id)),
      );
    }
  }
  return { approve, sending, failure };
}
