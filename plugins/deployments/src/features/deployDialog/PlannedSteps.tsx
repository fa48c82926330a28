import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  CheckRule,
  PlannedStep,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { formatDuration, localizeValues } from '../../shared/format/value';
import { usePhrases } from '../../shared/text/usePhrases';
import { useStepDescription } from '../../shared/text/useStepDescription';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, paddingLeft: theme.spacing(3) },
    item: { '& + &': { marginTop: theme.spacing(1) } },
    title: { fontWeight: 'bold' },
    skipped: { color: theme.palette.text.secondary },
    struck: { textDecoration: 'line-through' },
    checks: {
      margin: 0,
      paddingLeft: theme.spacing(2),
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayPlannedSteps' },
);

/** Describes a check and its threshold: `availability ≥ 99 % (candidate only), fails if it is missed for 15 s`. */
function CheckText(props: { check: CheckRule }) {
  const { check } = props;
  const { t } = useTranslation();
  return (
    <>
      {check.name} {localizeValues(check.condition)}
      {check.measurementTarget &&
        ` (${t(`measurementTarget.${check.measurementTarget}`)})`}
      {check.minSamples
        ? `, ${t('check.minSamples', { count: check.minSamples })}`
        : ''}
      {check.failForMs
        ? `, ${t('check.failFor', { span: formatDuration(check.failForMs) })}`
        : ''}
    </>
  );
}

/** The steps of a plan in order, with their checks, and which steps are skipped and why. */
export function PlannedSteps(props: { steps: PlannedStep[] }) {
  const { t } = useTranslation();
  const classes = useStyles();
  const describe = useStepDescription();
  const say = usePhrases();
  return (
    <ol className={classes.list} aria-label={t('plan.steps')}>
      {props.steps.map(step => (
        <li
          key={step.id}
          className={
            step.skipped ? `${classes.item} ${classes.skipped}` : classes.item
          }
        >
          <Typography variant="body2" component="div">
            <span
              className={
                step.skipped
                  ? `${classes.title} ${classes.struck}`
                  : classes.title
              }
            >
              {step.title}
            </span>{' '}
            {step.skipped
              ? t('plan.skipped', {
                  why: say(step.skippedSentences, step.skipped),
                })
              : describe(step)}
          </Typography>
          {!step.skipped && step.checks.length > 0 && (
            <Typography
              variant="body2"
              component="ul"
              className={classes.checks}
            >
              {step.checks.map(check => (
                <li key={check.name}>
                  <CheckText check={check} />
                </li>
              ))}
            </Typography>
          )}
        </li>
      ))}
    </ol>
  );
}
