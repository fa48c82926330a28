import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircle';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import Timelapse from '@material-ui/icons/Timelapse';
import Undo from '@material-ui/icons/Undo';
import type {
  Deployment,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { useNow } from '../../../hooks/useNow';
import { useTranslation } from '../../../i18n/useTranslation';
import { getErrorColor } from '../../../shared/labels/readableColors';
import { ToneLabel, type LabelStyle } from '../../../shared/labels/ToneLabel';
import { buildStages, type ShownStage } from './buildStages';
import { formatDuration, formatWeight } from '../../../shared/format/value';

const STYLES: Record<ShownStage['state'], LabelStyle> = {
  done: { tone: 'ok', icon: CheckCircle },
  current: { tone: 'running', icon: Timelapse },
  upcoming: { tone: 'pending', icon: RadioButtonUnchecked },
  stopped: { tone: 'muted', icon: Block },
  rolledBack: { tone: 'error', icon: Undo },
  notReached: { tone: 'muted', icon: RadioButtonUnchecked },
};

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    stage: {
      ...theme.typography.body2,
      flex: '1 1 120px',
      maxWidth: 220,
      padding: theme.spacing(1),
      borderTop: `4px solid ${theme.palette.divider}`,
    },
    done: { borderTopColor: theme.palette.status.ok },
    current: {
      borderTopColor: theme.palette.status.running,
      backgroundColor: theme.palette.action.selected,
    },
    upcoming: {},
    stopped: { borderTopStyle: 'dashed' },
    rolledBack: { borderTopColor: getErrorColor(theme) },
    notReached: { borderTopStyle: 'dashed' },
    weight: { fontWeight: 'bold' },
  }),
  { name: 'SlipwayStageList' },
);

/** The stages of a rollout: the share of the traffic, which one is current, and what ends each. */
export function StageList(props: {
  step: StepRun;
  deployment: Deployment;
  clockOffsetMs: number;
}) {
  const { step, deployment, clockOffsetMs } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const stages = buildStages(step, deployment);
  const hasCurrent = stages.some(({ state }) => state === 'current');
  const now = useNow(hasCurrent ? 1_000 : undefined) + clockOffsetMs;

  const describeEnd = ({
    weight,
    forMs,
    untilPromoted,
    analysis,
    state,
    since,
  }: ShownStage): string => {
    if (weight === 100) {
      return t('rollout.all');
    }
    if (untilPromoted) {
      return t('rollout.untilPromoted');
    }
    const left = since ? Date.parse(since) + forMs - now : forMs;
    if (state === 'current' && left > 0) {
      // Whole seconds, so that the last one isn't counted down in milliseconds.
      const time = formatDuration(Math.ceil(left / 1_000) * 1_000);
      return t(analysis ? 'rollout.atLeastLeft' : 'rollout.left', { time });
    }
    if (analysis && (forMs === 0 || state === 'current')) {
      return t('rollout.untilAllowed');
    }
    const time = formatDuration(forMs);
    return t(analysis ? 'rollout.atLeast' : 'rollout.for', { time });
  };

  return (
    <section aria-label={t('rollout.stages')}>
      <Typography variant="subtitle1" component="h3">
        {t('rollout.stages')}
      </Typography>
      <ol className={classes.root}>
        {stages.map(stage => (
          <li
            key={stage.weight}
            className={`${classes.stage} ${classes[stage.state]}`}
            aria-current={stage.state === 'current' ? 'step' : undefined}
          >
            <div className={classes.weight}>{formatWeight(stage.weight)}</div>
            <ToneLabel {...STYLES[stage.state]} wraps>
              {t(`rollout.state.${stage.state}`)}
            </ToneLabel>
            <div>{describeEnd(stage)}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}
