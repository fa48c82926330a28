import Button from '@material-ui/core/Button';
import { Dialog } from './Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useState, type FormEvent, type ReactNode } from 'react';
import { asError } from '../../api/failures';
import { uniqueId } from '../ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { DangerButton } from './DangerButton';
import type { TroubleshootingTopic } from '../troubleshooting/topics';
import { Refusal } from './Refusal';
import { DisabledReason } from './DisabledReason';

const useStyles = makeStyles(
  { text: { overflowWrap: 'anywhere' } },
  { name: 'SlipwayFormDialog' },
);

/**
 * A form that explains its consequence. It submits once, however often the button is pressed, and stays open with the
 * server's message if the server refuses.
 */
export function FormDialog(props: {
  title: string;
  consequence: string;
  confirmLabel: string;
  destructive?: boolean;
  /** What is missing or wrong, in a sentence. It explains why the button is disabled. */
  incomplete?: string;
  /** The topic of a conflict, if one section explains all conflicts of the request. */
  conflictTopic?: TroubleshootingTopic;
  onConfirm(): Promise<void>;
  onClose(): void;
  /** The fields. */
  children?: ReactNode;
}) {
  const { title, consequence, confirmLabel, destructive, incomplete } = props;
  const { conflictTopic, onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const [id] = useState(uniqueId);
  const classes = useStyles();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending || incomplete !== undefined) {
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      await onConfirm();
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
        <DialogTitle id={`${id}-title`} className={classes.text}>
          {title}
        </DialogTitle>
        <DialogContent className={classes.text}>
          <DialogContentText id={`${id}-consequence`}>
            {consequence}
          </DialogContentText>
          {children}
          {error && <Refusal error={error} conflictTopic={conflictTopic} />}
        </DialogContent>
        <DialogActions>
          <DisabledReason id={`${id}-incomplete`} why={incomplete} />
          <Button onClick={onClose} disabled={sending}>
            {t('dialog.back')}
          </Button>
          <ConfirmButton
            type="submit"
            variant="contained"
            color="primary"
            disabled={sending || incomplete !== undefined}
            aria-describedby={incomplete && `${id}-incomplete`}
          >
            {sending ? t('dialog.sending') : confirmLabel}
          </ConfirmButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
