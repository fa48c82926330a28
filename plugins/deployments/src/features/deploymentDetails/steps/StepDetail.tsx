import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  CheckRule,
  CheckState,
  Deployment,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo } from 'react';
import type { DeploymentView } from '../live/watchDeployment';
import { useStepTitle } from './useStepTitle';
import { usePhrases } from '../../../shared/text/usePhrases';
import { useSentences } from '../../../shared/text/useSentences';
import { useTranslation } from '../../../i18n/useTranslation';
import { BlockerList } from '../../../shared/blockers/BlockerList';
import {
  StepStatusLabel,
  VerdictLabel,
} from '../../../shared/labels/StatusLabels';
import { LinkList } from '../../../shared/links/LinkList';
import { ProblemList } from '../../../shared/problems/ProblemList';
import { LiveDuration } from '../../../shared/time/LiveDuration';
import { Until } from '../../../shared/time/Until';
import type { ComparedVersions } from '../checks/CheckChart';
import { listMeasuredChecks, selectMeasurements } from '../checks/checkFigures';
import { CheckPanel } from '../checks/CheckPanel';
import { AnalysisPanel } from '../analysis/AnalysisPanel';
import { mayHaveAnalysis } from '../analysis/findAnalysedStep';
import { LogPanel } from '../log/LogPanel';
import { StageList } from '../rollout/StageList';
import { StepCharts } from '../stepCharts/StepCharts';
import type { SelectedStep } from './selectStep';
import { useStepDescription } from '../../../shared/text/useStepDescription';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      minWidth: 0,
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.5),
    },
  }),
  { name: 'SlipwayStepDetail' },
);

function Checks(props: {
  rules: CheckRule[];
  states?: CheckState[];
  /** The key of the step's measurements. */
  stepKey: string;
  endedAt?: string;
  versions: ComparedVersions;
  view: DeploymentView;
}) {
  const { rules, states, stepKey, endedAt, versions, view } = props;
  return (
    <div>
      {rules.map(rule => (
        <CheckPanel
          key={rule.name}
          rule={rule}
          state={states?.find(({ name }) => name === rule.name)}
          measurements={selectMeasurements(
            view.measurements,
            stepKey,
            rule.name,
          )}
          versions={versions}
          removedAt={view.deployment?.measurementsRemovedAt}
          endedAt={endedAt}
          clockOffsetMs={view.clockOffsetMs}
        />
      ))}
    </div>
  );
}

/** The versions whose values a step shows. A rollback's checks measure the restored version alone. */
function findVersions(
  { version, baseline, rollback }: Deployment,
  selected: SelectedStep,
): ComparedVersions {
  return selected.kind === 'rollback' && rollback?.to
    ? { candidate: rollback.to.name }
    : { candidate: version.name, baseline: baseline?.name };
}

/** Whether another attempt may follow. Only then the number of attempts matters. */
function mayBeTriedAgain(status: StepStatus): boolean {
  return status === 'running' || status === 'retrying';
}

/** The selected step: its title, status, problems, checks with values, and log. */
export function StepDetail(props: {
  selected: SelectedStep;
  view: DeploymentView;
}) {
  const { selected, view } = props;
  const { step } = selected;
  const { t } = useTranslation();
  const getTitle = useStepTitle();
  const say = useSentences();
  const sayPhrase = usePhrases();
  const sayMessage = step.message?.endsWith('.') ? say : sayPhrase;
  const classes = useStyles();
  const run = selected.kind === 'step' ? selected.step : undefined;
  const rules = run
    ? run.checks
    : listMeasuredChecks(
        view.measurements,
        selected.key,
        view.deployment?.steps ?? [],
      );
  const isMessageShownElsewhere =
    step.message === step.error?.message ||
    step.message === step.blocker?.message ||
    step.message === run?.skipped;
  // The blocker shows its own links.
  const links = (step.links ?? []).filter(
    ({ url }) => !step.blocker?.links?.some(shown => shown.url === url),
  );
  const waitsFor = (run?.waitsFor ?? []).map(
    id => view.deployment?.steps.find(each => each.id === id)?.title ?? id,
  );
  const describe = useStepDescription();
  const lines = useMemo(
    () => view.logLines.filter(line => line.stepId === selected.key),
    [view.logLines, selected.key],
  );
  return (
    <section
      className={classes.root}
      aria-label={t('step.detail', { step: getTitle(step) })}
    >
      <Typography variant="h6" component="h2">
        {getTitle(step)}
      </Typography>
      {run?.description && (
        <Typography variant="body2" color="textSecondary">
          {describe(run)}
        </Typography>
      )}
      <Typography variant="body2" component="div" className={classes.facts}>
        <span>
          <StepStatusLabel status={step.status} />
          {run?.skipped &&
            ` ${t('step.skipped', {
              why: sayPhrase(run.skippedSentences, run.skipped),
            })}`}
        </span>
        {run?.verdict && <VerdictLabel verdict={run.verdict} />}
        {step.startedAt && (
          <LiveDuration
            from={step.startedAt}
            to={step.finishedAt}
            clockOffsetMs={view.clockOffsetMs}
          />
        )}
        {step.attempt > 0 &&
          (run?.attempts && run.attempts > 1 && mayBeTriedAgain(step.status) ? (
            <span>
              {t('step.attemptOf', {
                attempt: String(step.attempt),
                attempts: String(run.attempts),
              })}
            </span>
          ) : (
            step.attempt > 1 && (
              <span>
                {t('step.attempt', { attempt: String(step.attempt) })}
              </span>
            )
          ))}
        {run?.retryAt && step.status === 'retrying' && (
          <span>
            {t('step.nextRetry')} <Until at={run.retryAt} deadline />
          </span>
        )}
      </Typography>
      {waitsFor.length > 0 && (
        <Typography variant="body2">
          {t('step.waitsFor', { steps: waitsFor.join(', ') })}
        </Typography>
      )}
      {step.message && !isMessageShownElsewhere && (
        <Typography variant="body2">
          {sayMessage(step.messageSentences, step.message)}
        </Typography>
      )}
      {step.error && (
        <Alert severity="error">
          {say(step.error.sentences, step.error.message)}
        </Alert>
      )}
      {step.blocker && <BlockerList blockers={[step.blocker]} />}
      {step.problems && step.problems.length > 0 && (
        <>
          <Typography variant="subtitle1" component="h3">
            {t('problem.list')}
          </Typography>
          <ProblemList label={t('problem.list')} problems={step.problems} />
        </>
      )}
      {links.length > 0 && (
        <Typography variant="body2">
          <LinkList links={links} />
        </Typography>
      )}
      {view.deployment && (
        <StepCharts
          key={`charts/${selected.key}`}
          deployment={view.deployment}
          stepKey={selected.key}
        >
          {rules.length > 0 && (
            <Checks
              rules={rules}
              states={run?.checkStates}
              stepKey={selected.key}
              endedAt={step.finishedAt}
              versions={findVersions(view.deployment, selected)}
              view={view}
            />
          )}
          {run?.stages && (
            <StageList
              step={run}
              deployment={view.deployment}
              clockOffsetMs={view.clockOffsetMs}
            />
          )}
          {run && mayHaveAnalysis(run) && (
            <AnalysisPanel
              deployment={view.deployment}
              step={run}
              clockOffsetMs={view.clockOffsetMs}
            />
          )}
        </StepCharts>
      )}
      {view.deployment?.links && view.deployment.links.length > 0 && (
        <Typography variant="body2" component="div">
          {t('evidenceLinks')}: <LinkList links={view.deployment.links} />
        </Typography>
      )}
      {(step.status !== 'skipped' || lines.length > 0) && (
        <LogPanel
          key={selected.key}
          lines={lines}
          truncated={view.logTruncated}
          removedAt={view.deployment?.logsRemovedAt}
          fileName={`${view.deployment?.id ?? 'deployment'}-${step.id}.log`}
        />
      )}
    </section>
  );
}
