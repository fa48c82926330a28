import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircle';
import Alert from '@material-ui/lab/Alert';
import { useEffect, useRef, useState } from 'react';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { useCommandDialog } from '../../shared/commands/useCommandDialog';
import { useLiftHold } from '../../shared/holds/useLiftHold';
import { TimeZoneNote } from '../../shared/time/TimeZoneNote';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { AwaitedItem } from './AwaitedItem';
import {
  isAwaited,
  sortAwaited,
  type AwaitedDeployment,
} from './describeAwaited';
import { EvidenceList } from './EvidenceList';
import { useApproval } from './useApproval';
import { useAwaited } from './useAwaited';

const useStyles = makeStyles(
  theme => ({
    head: { padding: theme.spacing(2), '&:focus': { outline: 'none' } },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayNeedsYou' },
);

/** This page is open to decide, so it is as quick as other lists. */
const SIGNAL_DELAY = 300;

/** The inbox: everything that waits for a decision of the viewer, to decide in place. */
export function NeedsYou() {
  const { t } = useTranslation();
  const classes = useStyles();
  const { getTitle } = useEnvironments();
  const { value, error, loading, refreshAll } = useAwaited({
    signalDelay: SIGNAL_DELAY,
  });
  const head = useRef<HTMLDivElement>(null);
  // As it was when its dialog opened: its row may have disappeared since.
  const [chosen, setChosen] = useState<{
    deployment: AwaitedDeployment;
    name: string;
  }>();
  const decided = useRef(false);
  const refresh = async () => {
    decided.current = true;
    await refreshAll();
  };
  const command = useCommandDialog(
    refresh,
    chosen && <DialogEvidence {...chosen} />,
  );
  const { approve, sending, failure } = useApproval(refresh);
  const liftHold = useLiftHold(refresh);
  const items = value && sortAwaited(value.items.filter(isAwaited));

  // The button that opened a dialog may disappear with its row. Then nothing would have the focus.
  const count = items?.length;
  const isAsking = Boolean(command.dialog ?? liftHold.dialog);
  useEffect(() => {
    if (
      decided.current &&
      !isAsking &&
      document.activeElement === document.body
    ) {
      decided.current = false;
      head.current?.focus();
    }
  }, [count, isAsking]);

  return (
    <Paper component="section" aria-label={t('needsYou.title')}>
      <div ref={head} tabIndex={-1} className={classes.head}>
        <Typography variant="h6" component="h2">
          {t('needsYou.title')}
        </Typography>
        {items && items.length > 0 && (
          <Typography variant="body2">{t('needsYou.intro')}</Typography>
        )}
      </div>
      {error && value && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {error.message}
        </Alert>
      )}
      {error && !value && (
        <div className={classes.note}>
          <ErrorPanel error={error} />
          <Button variant="outlined" onClick={refreshAll}>
            {t('page.tryAgain')}
          </Button>
        </div>
      )}
      {failure && (
        <div className={classes.note} role="alert">
          <Typography variant="subtitle2" component="p" gutterBottom>
            {failure.name}
          </Typography>
          <ErrorPanel error={failure.error} />
        </div>
      )}
      {loading && <Progress />}
      {items?.length === 0 && !value?.nextCursor && (
        <div className={classes.note}>
          <Typography gutterBottom>
            <ToneLabel tone="ok" icon={CheckCircle}>
              {t('needsYou.empty.title')}
            </ToneLabel>
          </Typography>
          <Typography variant="body2">
            {t('needsYou.empty.description')}
          </Typography>
        </div>
      )}
      {items && items.length > 0 && (
        <ul className={classes.list} aria-label={t('needsYou.title')}>
          {items.map(deployment => (
            <li key={deployment.id}>
              <AwaitedItem
                deployment={deployment}
                environmentTitle={getTitle(deployment.environment)}
                isOpen={items.length === 1}
                isSending={sending === deployment.id}
                onCommand={(chosenCommand, name) => {
                  if (chosenCommand.type === 'approve') {
                    approve(deployment, chosenCommand, name);
                    return;
                  }
                  setChosen({ deployment, name });
                  command.confirm(chosenCommand, {
                    id: deployment.id,
                    seq: deployment.seq,
                    planHash: deployment.awaits.planHash,
                  });
                }}
                onLiftHold={serviceTitle =>
                  liftHold.confirm({
                    service: deployment.service,
                    serviceTitle,
                    environment: deployment.environment,
                    environmentTitle: getTitle(deployment.environment),
                  })
                }
              />
            </li>
          ))}
        </ul>
      )}
      {value?.nextCursor && (
        <Typography className={classes.note} role="status">
          {t('needsYou.incomplete')}
        </Typography>
      )}
      {items && items.length > 0 && <TimeZoneNote className={classes.note} />}
      {command.dialog}
      {liftHold.dialog}
    </Paper>
  );
}

/** Says in the dialog what it is about, because the page behind it lists several deployments. */
function DialogEvidence(props: {
  deployment: AwaitedDeployment;
  name: string;
}) {
  const { deployment, name } = props;
  const { reason, awaits } = deployment;
  const { t } = useTranslation();
  return (
    <>
      <Typography variant="subtitle2" component="p">
        {name}
      </Typography>
      {reason && (
        <Typography variant="body2" gutterBottom>
          “{reason}”
        </Typography>
      )}
      {awaits.evidence.length > 0 && (
        <EvidenceList
          label={t('needsYou.evidence')}
          evidence={awaits.evidence}
        />
      )}
    </>
  );
}
