import { Progress } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircle';
import Alert from '@material-ui/lab/Alert';
import { useEffect, useRef, useState } from 'react';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
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
import { toSettled, useInboxRows, type Settled } from './useInboxRows';

const useStyles = makeStyles(
  theme => ({
    head: { padding: theme.spacing(2) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayNeedsYou' },
);

/** This page is open to decide, so it is as quick as other lists. */
const SIGNAL_DELAY = 300;

function toRowId(deploymentId: string): string {
  return `slipway-needs-you-${deploymentId}`;
}

/** The inbox: everything that waits for a decision of the viewer, to decide in place. */
export function NeedsYou() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const { getTitle } = useEnvironments();
  const { value, error, loading, refreshAll } = useAwaited({
    signalDelay: SIGNAL_DELAY,
  });
  const items = value && sortAwaited(value.items.filter(isAwaited));
  const { rows, settle } = useInboxRows(items);
  // As it was when its dialog opened: it may have changed since.
  const [chosen, setChosen] = useState<{
    deployment: AwaitedDeployment;
    name: string;
  }>();
  /** Id of the deployment that was decided last. */
  const decided = useRef<string>();
  const onDecided = (deployment: AwaitedDeployment, settled: Settled) => {
    decided.current = deployment.id;
    settle(deployment, settled);
  };
  const command = useCommandDialog(
    refreshAll,
    chosen && <DialogEvidence {...chosen} />,
    chosen && {
      onAccepted: ({ type }) => onDecided(chosen.deployment, toSettled(type)),
      notice: {
        description: chosen.name,
        link: {
          label: t('needsYou.openPage'),
          href: paths.deployment(chosen.deployment.id),
        },
      },
    },
  );
  const { approve, sending, failure } = useApproval(refreshAll, deployment =>
    onDecided(deployment, 'approve'),
  );
  const lifting = useRef<AwaitedDeployment>();
  const liftHold = useLiftHold(() => {
    if (lifting.current) onDecided(lifting.current, 'liftHold');
    refreshAll();
  });

  // The button that was pressed, or that opened a dialog, is gone. Then nothing would have the focus.
  const isAsking = Boolean(command.dialog ?? liftHold.dialog);
  useEffect(() => {
    if (
      decided.current &&
      !isAsking &&
      document.activeElement === document.body
    ) {
      document.getElementById(toRowId(decided.current))?.focus();
      decided.current = undefined;
    }
  });

  return (
    <Paper component="section" aria-label={t('needsYou.title')}>
      <div className={classes.head}>
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
          <ErrorPanel error={error} onRetry={refreshAll} />
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
          {rows.length === 0 && (
            <Typography variant="body2">
              {t('needsYou.empty.description')}
            </Typography>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <ul className={classes.list} aria-label={t('needsYou.title')}>
          {rows.map(({ deployment, settled }) => (
            <li key={deployment.id}>
              <AwaitedItem
                id={toRowId(deployment.id)}
                deployment={deployment}
                settled={settled}
                environmentTitle={getTitle(deployment.environment)}
                isOpen={rows.length === 1}
                isSending={sending.has(deployment.id)}
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
                onLiftHold={serviceTitle => {
                  lifting.current = deployment;
                  liftHold.confirm({
                    service: deployment.service,
                    serviceTitle,
                    environment: deployment.environment,
                    environmentTitle: getTitle(deployment.environment),
                  });
                }}
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
      {rows.length > 0 && <TimeZoneNote className={classes.note} />}
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
