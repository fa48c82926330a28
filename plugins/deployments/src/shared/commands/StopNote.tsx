import Typography from '@material-ui/core/Typography';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { useCommandTexts } from './useCommandTexts';

/** The command that undoes a deployment, if the reader can send it. */
export function findRollback(
  commands: readonly AllowedCommand[],
): AllowedCommand | undefined {
  return commands.find(({ type, allowed }) => type === 'rollback' && allowed);
}

/** How the reader can stop or undo a deployment, and how the two commands for it differ. */
export function StopNote(props: { commands: readonly AllowedCommand[] }) {
  const { commands } = props;
  const { t } = useTranslation();
  const describe = useCommandTexts();
  const rollback = findRollback(commands);
  const cancel = commands.find(
    ({ type, allowed }) => type === 'cancel' && allowed,
  );
  const notes = [
    rollback && t('stop.rollBack', describe(rollback)),
    cancel && t(chooseCancelText(cancel, rollback), describe(cancel)),
  ].filter(Boolean);
  return notes.length > 0 ? (
    <Typography variant="body2" color="textSecondary">
      {notes.join(' ')}
    </Typography>
  ) : null;
}

function chooseCancelText(
  cancel: AllowedCommand,
  rollback: AllowedCommand | undefined,
): 'stop.cancel' | 'stop.same' | 'stop.other' {
  if (!rollback) {
    return 'stop.cancel';
  }
  return isSame(cancel) ? 'stop.same' : 'stop.other';
}

/** Whether cancelling rolls back as well. */
function isSame({ sentences = [] }: AllowedCommand): boolean {
  return sentences.some(
    ({ code }) =>
      code === 'command_cancel_as_rollback' ||
      code === 'command_cancel_as_stop',
  );
}
