import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { uniqueId } from '../../api/uniqueId';
import { deploymentsTranslationRef } from '../../translation';
import { FormDialog } from './FormDialog';

/** Says what will happen and asks before it does, for a reason perhaps. */
export function ConfirmDialog(props: {
  title: string;
  consequence: string;
  confirmLabel: string;
  destructive?: boolean;
  /** Whether a reason is asked for, and whether one has to be given. */
  reason: 'required' | 'optional' | 'none';
  onConfirm(reason: string | undefined): Promise<void>;
  onClose(): void;
}) {
  const { reason: asked, onConfirm, ...dialog } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [reason, setReason] = useState('');
  const [id] = useState(uniqueId);
  return (
    <FormDialog
      {...dialog}
      incomplete={asked === 'required' && reason.trim() === ''}
      onConfirm={() => onConfirm(reason.trim() || undefined)}
    >
      {asked !== 'none' && (
        <TextField
          id={`${id}-reason`}
          label={t('reason.label')}
          helperText={t('reason.help')}
          required={asked === 'required'}
          value={reason}
          onChange={event => setReason(event.target.value)}
          inputProps={{ maxLength: 2000 }}
          variant="outlined"
          margin="dense"
          fullWidth
          multiline
          maxRows={6}
        />
      )}
    </FormDialog>
  );
}
