import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { useState, type FormEvent } from 'react';
import { asError } from '../../api/failures';
import { uniqueId } from '../../api/uniqueId';
import { deploymentsTranslationRef } from '../../translation';
import { DangerButton } from './DangerButton';

/**
 * Says what will happen and asks before it does. Sends once however often the button is pressed, and stays open with
 * the server's words when it refuses.
 */
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
  const { title, consequence, confirmLabel, destructive, onConfirm, onClose } =
    props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const [id] = useState(uniqueId);
  const incomplete = props.reason === 'required' && reason.trim() === '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending || incomplete) {
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      await onConfirm(reason.trim() || undefined);
      onClose();
    } catch (e) {
      setError(asError(e));
      setSending(false);
    }
  };

  const ConfirmButton = destructive ? DangerButton : Button;
  return (
    <Dialog
      open
      onClose={sending ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-consequence`}
      maxWidth="sm"
      fullWidth
    >
      <form onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
        <DialogContent>
          <DialogContentText id={`${id}-consequence`}>
            {consequence}
          </DialogContentText>
          {props.reason !== 'none' && (
            <TextField
              id={`${id}-reason`}
              label={t('reason.label')}
              helperText={t('reason.help')}
              required={props.reason === 'required'}
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
          {error && (
            <Alert severity="error" role="alert">
              {error.message}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={sending}>
            {t('dialog.back')}
          </Button>
          <ConfirmButton
            type="submit"
            variant="contained"
            color="primary"
            disabled={sending || incomplete}
          >
            {sending ? t('dialog.sending') : confirmLabel}
          </ConfirmButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
