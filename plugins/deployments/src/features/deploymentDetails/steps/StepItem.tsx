import ButtonBase from '@material-ui/core/ButtonBase';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  RollbackStepRun,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { useStepTitle } from './useStepTitle';
import {
  StepStatusLabel,
  VerdictLabel,
} from '../../../shared/labels/StatusLabels';
import { LiveDuration } from '../../../shared/time/LiveDuration';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'block',
      width: '100%',
      textAlign: 'left',
      padding: theme.spacing(1, 1.5),
      borderRadius: theme.shape.borderRadius,
      borderLeft: '3px solid transparent',
      '&:hover': { backgroundColor: theme.palette.action.hover },
    },
    selected: {
      backgroundColor: theme.palette.action.selected,
      borderLeftColor: theme.palette.primary.main,
    },
    row: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
    duration: { flexShrink: 0 },
    title: {
      fontWeight: 'bold',
      overflowWrap: 'anywhere',
    },
    skipped: {
      color: theme.palette.text.secondary,
      fontWeight: 'normal',
    },
  }),
  { name: 'SlipwayStepItem' },
);

/** A step in the list: its name, status and duration. Pressing it shows its details next to the list. */
export function StepItem(props: {
  step: StepRun | RollbackStepRun;
  selected: boolean;
  /** Titles of the steps that it waits for, if their order doesn't show it. */
  after?: string[];
  clockOffsetMs: number;
  onSelect(): void;
}) {
  const { step, selected, after = [], clockOffsetMs, onSelect } = props;
  const { t } = useTranslation();
  const getTitle = useStepTitle();
  const classes = useStyles();
  const verdict = 'verdict' in step ? step.verdict : undefined;
  return (
    <ButtonBase
      className={
        selected ? `${classes.root} ${classes.selected}` : classes.root
      }
      aria-pressed={selected}
      onClick={onSelect}
      focusRipple
    >
      <div className={classes.row}>
        <Typography
          variant="body2"
          className={
            step.status === 'skipped'
              ? `${classes.title} ${classes.skipped}`
              : classes.title
          }
        >
          {getTitle(step)}
        </Typography>
        {step.startedAt && (
          <Typography
            variant="body2"
            color="textSecondary"
            className={classes.duration}
          >
            <LiveDuration
              from={step.startedAt}
              to={step.finishedAt}
              clockOffsetMs={clockOffsetMs}
            />
          </Typography>
        )}
      </div>
      <Typography variant="body2" component="div">
        <StepStatusLabel status={step.status} />
        {verdict && (
          <>
            {' · '}
            <VerdictLabel verdict={verdict} />
          </>
        )}
        {step.attempt > 1 &&
          ` · ${t('step.attempt', { attempt: String(step.attempt) })}`}
      </Typography>
      {after.length > 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          {t('step.after', { steps: after.join(', ') })}
        </Typography>
      )}
    </ButtonBase>
  );
}
