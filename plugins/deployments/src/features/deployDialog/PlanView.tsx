import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { useSentences } from '../../shared/text/useSentences';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { PlannedSteps } from './PlannedSteps';
import { formatDuration } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      position: 'relative',
    },
    stale: { opacity: 0.5 },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      alignItems: 'baseline',
      gap: theme.spacing(1),
    },
    progress: { height: 2, visibility: 'hidden' },
    progressShown: { height: 2 },
  }),
  { name: 'SlipwayPlanView' },
);

function useFailureText() {
  const { t } = useTranslation();
  const say = useSentences();
  return (plan: Plan): string => {
    if (plan.rollbackNote) {
      return say(plan.rollbackSentences, plan.rollbackNote);
    }
    if (plan.onFailure === 'rollback') {
      return plan.rollbackTarget
        ? t('plan.ifFails.rollback', { version: plan.rollbackTarget.name })
        : t('plan.ifFails.noTarget');
    }
    return t(`plan.ifFails.${plan.onFailure}`);
  };
}

/** The plan: why it can't start yet, the steps in order, the failure strategy and the watch. */
export function PlanView(props: {
  plan: Plan;
  /** The plan's warnings that are not shown elsewhere. */
  warnings: string[];
  /** Whether something that the dialog asks for is missing. */
  incomplete: boolean;
  stale: boolean;
}) {
  const { plan, warnings, incomplete, stale } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const failureText = useFailureText();
  const say = useSentences();
  return (
    <section
      aria-label={t('plan.title')}
      aria-busy={stale}
      className={stale ? `${classes.root} ${classes.stale}` : classes.root}
    >
      <LinearProgress
        aria-hidden
        className={stale ? classes.progressShown : classes.progress}
      />
      <div className={classes.head}>
        <Typography variant="h6" component="h3">
          {t('plan.title')}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {t('goldenPath', { title: plan.goldenPath.title })}
        </Typography>
      </div>
      <div role="status">
        {plan.blockers.length > 0 ? (
          <Alert severity="warning" icon={false}>
            <Typography variant="subtitle2" component="p">
              {t(plan.canStart ? 'plan.willWait' : 'plan.cannotStart')}
            </Typography>
            <BlockerList blockers={plan.blockers} />
          </Alert>
        ) : (
          (incomplete || (plan.canStart && !plan.refusal)) && (
            <Typography variant="body2">
              {t(incomplete ? 'plan.incomplete' : 'plan.canStart')}
            </Typography>
          )
        )}
        {/* If it only waits, the blocker says how many are ahead. */}
        {plan.queue &&
          plan.queue.ahead > 0 &&
          plan.queue.policy !== 'queue' && (
            <Typography variant="body2">
              {t(`plan.queue.${plan.queue.policy}`, {
                count: plan.queue.ahead,
              })}
            </Typography>
          )}
      </div>
      {warnings.map(warning => (
        <Alert key={warning} severity="warning">
          {say(
            plan.warningSentences?.[plan.warnings.indexOf(warning)],
            warning,
          )}
        </Alert>
      ))}
      <PlannedSteps steps={plan.steps} />
      <Typography variant="body2">
        <strong>{t('plan.ifItFails')}</strong> {failureText(plan)}
      </Typography>
      {plan.watch && (
        <Typography variant="body2">
          <strong>{t('plan.ifItSucceeds')}</strong>{' '}
          {t(`plan.watch.${plan.watch.onBreach}`, {
            time: formatDuration(plan.watch.forMs),
          })}
        </Typography>
      )}
    </section>
  );
}
