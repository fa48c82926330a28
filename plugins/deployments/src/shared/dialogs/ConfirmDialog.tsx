import TextField from '@material-ui/core/TextField';
import { useState, type ReactNode } from 'react';
import { uniqueId } from '../ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import type { TroubleshootingTopic } from '../troubleshooting/topics';
import { FormDialog } from './FormDialog';

/** Explains a consequence and asks for confirmation, and for a reason if needed. */
export function ConfirmDialog(props: {
  title: string;
  consequence: string;
  confirmLabel: string;
  destructive?: boolean;
  /** Whether the dialog asks for a reason, and whether it is required. */
  reason: 'required' | 'optional' | 'none';
  /** The topic of a conflict, if one section explains all conflicts of the request. */
  conflictTopic?: TroubleshootingTopic;
  onConfirm(reason: string | undefined): Promise<void>;
  onClose(): void;
  /** Shown below the consequence. */
  children?: ReactNode;
}) {
  const { reason: reasonRule, onConfirm, children, ...dialog } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState(false);
  const [id] = useState(uniqueId);
  const isMissing = reasonRule === 'required' && reason.trim() === '';
  return (
    <FormDialog
      {...dialog}
      incomplete={isMissing ? t('reason.needed') : undefined}
      onConfirm={() => onConfirm(reason.trim() || undefined)}
    >
      {children}
      {reasonRule !== 'none' && (
        <TextField
          id={`${id}-reason`}
          label={t('reason.label')}
          helperText={t(left && isMissing ? 'reason.needed' : 'reason.help')}
          error={left && isMissing}
          onBlur={() => setLeft(true)}
          required={reasonRule === 'required'}
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
