import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import GetApp from '@material-ui/icons/GetApp';
import Alert from '@material-ui/lab/Alert';
import type {
  Deployment,
  StepAnalysis,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import { asError, getHttpStatus } from '../../../api/failures';
import { useNow } from '../../../hooks/useNow';
import { useTranslation } from '../../../i18n/useTranslation';
import { useNotifier } from '../../../notifications/NotifierContext';
import { METRIC_KEY } from '../../../routes/pagePaths';
import { usePaths } from '../../../routes/usePaths';
import { downloadBlob } from '../../../shared/format/download';
import { formatAbsoluteTime } from '../../../shared/format/time';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { DecisionLabel } from '../../../shared/labels/AnalysisLabels';
import { useSentences } from '../../../shared/text/useSentences';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { MetricList } from './MetricList';
import { ScoreParts } from './ScoreParts';
import { useStepAnalysis } from './useStepAnalysis';
import { formatDuration } from '../../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      minWidth: 0,
    },
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(2),
    },
  }),
  { name: 'SlipwayAnalysisPanel' },
);

/** What the analysis of a step says, with its evidence: the decision, the score and each metric. */
export function AnalysisPanel(props: {
  deployment: Deployment;
  step: StepRun;
  clockOffsetMs: number;
}) {
  const { deployment, step, clockOffsetMs } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const hasEnded = step.finishedAt !== undefined;
  const { value, error } = useStepAnalysis({
    deploymentId: deployment.id,
    stepId: step.id,
    phase: [step.status, step.attempt, deployment.trafficWeight].join(' '),
    hasEnded,
    clockOffsetMs,
  });
  if (!value && getHttpStatus(error) === 404) {
    const isPlanned = step.stages?.some(stage => stage.analysis !== undefined);
    return (
      <Typography variant="body2">
        {t(isPlanned ? 'analysis.notYet' : 'analysis.none')}
      </Typography>
    );
  }
  if (!value) {
    return error ? <ErrorPanel error={error} /> : <Progress />;
  }
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {t('analysis.title', { title: value.title })}
      </Typography>
      {error && (
        <Alert severity="warning" role="status">
          {t('analysis.stale')} {error.message}
        </Alert>
      )}
      {value.removedAt && (
        <Alert severity="info" role="status">
          {t('analysis.removed', { at: formatAbsoluteTime(value.removedAt) })}
        </Alert>
      )}
      {!value.removedAt && value.looks === 0 && (
        <NoLook
          nextLookAt={hasEnded ? undefined : value.nextLookAt}
          hasEnded={hasEnded}
          clockOffsetMs={clockOffsetMs}
        />
      )}
      {value.verdict && value.looks > 0 && (
        <Evidence {...props} analysis={value} verdict={value.verdict} />
      )}
    </section>
  );
}

/** How long until a time, in whole seconds; undefined if it has passed. */
function useCountdown(
  at: string | undefined,
  clockOffsetMs: number,
): string | undefined {
  const now = useNow(at ? 1_000 : undefined) + clockOffsetMs;
  const left = at ? Math.ceil((Date.parse(at) - now) / 1_000) * 1_000 : 0;
  return left > 0 ? formatDuration(left) : undefined;
}

function NoLook(props: {
  nextLookAt: string | undefined;
  hasEnded: boolean;
  clockOffsetMs: number;
}) {
  const { nextLookAt, hasEnded, clockOffsetMs } = props;
  const { t } = useTranslation();
  const time = useCountdown(nextLookAt, clockOffsetMs);
  const expected = time
    ? t('analysis.firstLook', { time })
    : t('analysis.firstLookSoon');
  return (
    <Typography variant="body2">
      {hasEnded ? t('analysis.noLook') : expected}
    </Typography>
  );
}

function LookCount(props: { analysis: StepAnalysis; clockOffsetMs: number }) {
  const { analysis, clockOffsetMs } = props;
  const { t } = useTranslation();
  const time = useCountdown(analysis.nextLookAt, clockOffsetMs);
  return (
    <Typography variant="body2" color="textSecondary">
      {t('analysis.looks', {
        count: analysis.looks,
        every: formatDuration(analysis.everyMs),
      })}
      {time && ` · ${t('analysis.nextLook', { time })}`}
    </Typography>
  );
}

/** How long the analysis may take at most, and what happens then. Nothing, if only a person ends the stage. */
function TimeLimit(props: {
  analysis: StepAnalysis;
  step: StepRun;
  clockOffsetMs: number;
}) {
  const { analysis, step, clockOffsetMs } = props;
  const { t } = useTranslation();
  const { weights, nextLookAt, startedAt, maxMs, onInconclusive } = analysis;
  const shift = weights[weights.length - 1];
  const stage = step.stages?.find(({ weight }) => weight === shift?.weight);
  const since = Date.parse(shift?.at ?? startedAt);
  const isLimited = nextLookAt !== undefined && stage?.untilPromoted === false;
  const time = useCountdown(
    isLimited ? new Date(since + maxMs).toISOString() : undefined,
    clockOffsetMs,
  );
  return time ? (
    <Typography variant="body2" color="textSecondary">
      {t(`analysis.limit.${onInconclusive}`, { time })}
    </Typography>
  ) : null;
}

/** Metrics count as harmless until there is a verdict, so that the score says nothing before the first one. */
function isScoreKnown(
  { metrics }: StepAnalysis,
  { reason, score }: NonNullable<StepAnalysis['verdict']>,
): boolean {
  return (
    reason === 'hard_limit' ||
    score < 100 ||
    metrics.some(({ verdict }) => verdict === 'pass' || verdict === 'harm')
  );
}

function Evidence(props: {
  deployment: Deployment;
  step: StepRun;
  clockOffsetMs: number;
  analysis: StepAnalysis;
  verdict: NonNullable<StepAnalysis['verdict']>;
}) {
  const { deployment, step, clockOffsetMs, analysis, verdict } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  const paths = usePaths();
  const [query, setQuery] = useSearchParams();
  const open = (metric: string | null) =>
    setQuery(
      current => {
        const next = new URLSearchParams(current);
        // So that the address shows the same step later, too.
        next.set('step', step.id);
        if (metric) {
          next.set(METRIC_KEY, metric);
        } else {
          next.delete(METRIC_KEY);
        }
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <div>
        <Typography variant="body1" component="div">
          <strong>
            <DecisionLabel verdict={verdict} />
          </strong>
        </Typography>
        <Typography variant="body1">
          {say(verdict.sentences, verdict.sentence)}
        </Typography>
        <LookCount analysis={analysis} clockOffsetMs={clockOffsetMs} />
        {verdict.decision === 'continue' && (
          <TimeLimit {...{ analysis, step, clockOffsetMs }} />
        )}
      </div>
      {isScoreKnown(analysis, verdict) && <ScoreParts verdict={verdict} />}
      <MetricList
        analysis={analysis}
        versions={{
          candidate: deployment.version.name,
          baseline: deployment.baseline?.name ?? '',
        }}
        opened={query.get(METRIC_KEY)}
        onOpen={open}
        getLink={metric =>
          paths.deployment(deployment.id, { step: step.id, metric })
        }
      />
      <div className={classes.tools}>
        <DownloadButton deploymentId={deployment.id} stepId={step.id} />
        <Typography variant="body2">
          <Link to={paths.analysisReplay(analysis.name)}>
            {t('analysis.replayLink')}
          </Link>
        </Typography>
      </div>
    </>
  );
}

function DownloadButton(props: { deploymentId: string; stepId: string }) {
  const { deploymentId, stepId } = props;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const notify = useNotifier();
  const [downloading, setDownloading] = useState(false);
  const download = async () => {
    setDownloading(true);
    try {
      const blob = await api.downloadStepAnalysis(deploymentId, stepId);
      downloadBlob({ name: `${deploymentId}-${stepId}.csv`, blob });
    } catch (error) {
      notify({
        title: t('analysis.csvFailed'),
        description: asError(error).message,
        status: 'danger',
      });
    }
    setDownloading(false);
  };
  return (
    <Button
      size="small"
      startIcon={<GetApp />}
      disabled={downloading}
      onClick={download}
    >
      {t('analysis.csv')}
    </Button>
  );
}
