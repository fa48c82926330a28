import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import Alert from '@material-ui/lab/Alert';
import { useEffect, useRef, useState } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { asError } from '../../api/failures';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import {
  EMPTY_RESULT,
  replayEvents,
  type ReplayResult,
  type ReplaySelection,
} from './replayEvents';

/** How many different reasons are shown; the list has all of them. */
const MOST_REASONS = 5;

const useStyles = makeStyles(
  theme => ({
    content: { overflowWrap: 'anywhere' },
    reasons: { margin: theme.spacing(1, 0), paddingLeft: theme.spacing(3) },
  }),
  { name: 'SlipwayReplay' },
);

type Stage = 'confirming' | 'running' | 'done';

/** Confirms reprocessing, shows its progress, and reports the results. */
export function ReplayDialog(props: {
  selection: ReplaySelection;
  /** How many events are selected. */
  total: number;
  /** Called after events were reprocessed, whether accepted or not. */
  onDone(): void;
  onClose(): void;
}) {
  const { selection, total, onDone, onClose } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(doraApiRef);
  const [id] = useState(uniqueId);
  const [stage, setStage] = useState<Stage>('confirming');
  const [soFar, setSoFar] = useState(EMPTY_RESULT);
  const [error, setError] = useState<Error>();
  const [isStopped, setStopped] = useState(false);
  const stopping = useRef(new AbortController());
  // Leaving the page stops it after the current request.
  useEffect(() => {
    const { current } = stopping;
    return () => current.abort();
  }, []);

  const start = async () => {
    const { signal } = stopping.current;
    setStage('running');
    try {
      await replayEvents(api, selection, setSoFar, signal);
    } catch (e) {
      setError(asError(e));
    }
    setStage('done');
    onDone();
  };
  const stop = () => {
    setStopped(true);
    stopping.current.abort();
  };

  const getTitle = (): string => {
    switch (stage) {
      case 'confirming':
        return t('deadLetters.again.title', { count: total });
      case 'running':
        return t('deadLetters.again.titleRunning', { count: total });
      case 'done':
        return t('deadLetters.again.titleDone');
      default: {
        const unknown: never = stage;
        return unknown;
      }
    }
  };

  return (
    <Dialog
      open
      onClose={stage === 'running' ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{getTitle()}</DialogTitle>
      <DialogContent className={classes.content} id={`${id}-text`}>
        {stage === 'confirming' && (
          <DialogContentText>
            {t('deadLetters.again.consequence')}
          </DialogContentText>
        )}
        {stage === 'running' && (
          <>
            <LinearProgress
              variant="determinate"
              value={(100 * Math.min(soFar.tried, total)) / total}
              aria-labelledby={`${id}-title`}
            />
            <Typography role="status">
              {t('deadLetters.again.running', {
                tried: String(soFar.tried),
                total: String(total),
                accepted: String(soFar.accepted),
              })}
            </Typography>
          </>
        )}
        {stage === 'done' && (
          <div role="status">
            <Outcome
              replayed={soFar}
              isStopped={isStopped && soFar.tried < total}
              total={total}
            />
          </div>
        )}
        {error && (
          <Alert severity="error" role="alert">
            {error.message}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        {stage === 'confirming' && (
          <>
            <Button onClick={onClose}>{t('dialog.back')}</Button>
            <Button variant="contained" color="primary" onClick={start}>
              {t('deadLetters.again.confirm')}
            </Button>
          </>
        )}
        {stage === 'running' && (
          <Button onClick={stop} disabled={isStopped}>
            {t(
              isStopped
                ? 'deadLetters.again.stopping'
                : 'deadLetters.again.stop',
            )}
          </Button>
        )}
        {stage === 'done' && (
          <Button onClick={onClose} variant="contained" color="primary">
            {t('deadLetters.again.close')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Outcome(props: {
  replayed: ReplayResult;
  isStopped: boolean;
  total: number;
}) {
  const { replayed, isStopped, total } = props;
  const { tried, accepted, reasons } = replayed;
  const { t } = useTranslation();
  const classes = useStyles();
  const left = tried - accepted;
  const summary = (): string => {
    if (tried === 0) {
      return t('deadLetters.again.gone');
    }
    return t(
      accepted === 0 ? 'deadLetters.again.none' : 'deadLetters.again.accepted',
      {
        count: tried,
        accepted: String(accepted),
      },
    );
  };
  return (
    <>
      {isStopped && (
        <Typography>
          {t('deadLetters.again.stopped', {
            tried: String(tried),
            total: String(total),
          })}
        </Typography>
      )}
      {(tried > 0 || !isStopped) && (
        <Typography component="div">
          <ToneLabel
            tone={left === 0 && tried > 0 ? 'ok' : 'warning'}
            icon={left === 0 && tried > 0 ? CheckCircle : ReportProblem}
            wraps
          >
            {summary()}
          </ToneLabel>
        </Typography>
      )}
      {left > 0 && (
        <>
          {accepted > 0 && (
            <Typography>
              {t('deadLetters.again.left', { count: left })}
            </Typography>
          )}
          <ul className={classes.reasons}>
            {reasons.slice(0, MOST_REASONS).map(({ reason, count }) => (
              <Typography key={reason} component="li" variant="body2">
                {t('deadLetters.again.reason', { n: String(count), reason })}
              </Typography>
            ))}
            {reasons.length > MOST_REASONS && <li>…</li>}
          </ul>
        </>
      )}
    </>
  );
}
