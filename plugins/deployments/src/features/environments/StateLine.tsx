import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircle';
import Error from '@material-ui/icons/Error';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import Loop from '@material-ui/icons/Loop';
import PanTool from '@material-ui/icons/PanTool';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import SyncProblem from '@material-ui/icons/SyncProblem';
import ThumbsUpDown from '@material-ui/icons/ThumbsUpDown';
import Timelapse from '@material-ui/icons/Timelapse';
import Undo from '@material-ui/icons/Undo';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type LabelStyle } from '../../shared/labels/ToneLabel';
import type { CardState } from './findStates';
import { formatWeight } from '../../shared/format/value';

const STYLES: Record<CardState['kind'], LabelStyle> = {
  deploying: { tone: 'running', icon: Timelapse },
  rollingBack: { tone: 'warning', icon: Undo },
  waiting: { tone: 'warning', icon: ThumbsUpDown },
  queued: { tone: 'pending', icon: HourglassEmpty },
  crashLoop: { tone: 'error', icon: Loop },
  unhealthy: { tone: 'error', icon: Error },
  hold: { tone: 'warning', icon: PanTool },
  drift: { tone: 'warning', icon: SyncProblem },
  healthy: { tone: 'ok', icon: CheckCircle },
  unknown: { tone: 'pending', icon: HelpOutline },
  notOurs: { tone: 'muted', icon: HelpOutline },
  nothing: { tone: 'muted', icon: RemoveCircleOutline },
};

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.5),
      fontWeight: 500,
    },
  }),
  { name: 'SlipwayStateLine' },
);

/** The states of an environment, in a few words with an icon each. */
export function StateLine(props: { states: CardState[] }) {
  const classes = useStyles();
  const describe = useStateText();
  return (
    <div className={classes.root}>
      {props.states.map(state => (
        <ToneLabel key={state.kind} {...STYLES[state.kind]} wraps>
          {describe(state)}
        </ToneLabel>
      ))}
    </div>
  );
}

/** Names a state, e.g. `Deploying 1.4.2, 10 %` or `Waiting for 1 approval`. */
function useStateText(): (state: CardState) => string {
  const { t } = useTranslation();
  return state => {
    switch (state.kind) {
      case 'deploying': {
        const { kind, version, trafficWeight } = state.deployment;
        const text = t(`cardState.${kind}`, { version: version.name });
        return trafficWeight === undefined
          ? text
          : t('cardState.withWeight', {
              state: text,
              weight: formatWeight(trafficWeight),
            });
      }
      case 'rollingBack':
      case 'queued':
        return t(`cardState.${state.kind}`, {
          version: state.deployment.version.name,
        });
      case 'waiting':
        return describeWait(state.blocker);
      case 'crashLoop':
        return t('restarts.crashLoop');
      case 'hold':
        return t('hold.short');
      case 'drift':
        return t('drift.short');
      case 'notOurs':
      case 'nothing':
        return t(`environment.${state.kind}`);
      default:
        return t(`health.${state.kind}`);
    }
  };

  function describeWait(
    blocker: Extract<CardState, { kind: 'waiting' }>['blocker'],
  ): string {
    if (!blocker) return t('cardState.waiting');
    switch (blocker.kind) {
      case 'approval':
        return blocker.approvals
          ? t('cardState.approvals', {
              count: blocker.approvals.needed - blocker.approvals.given,
            })
          : t('cardState.approval');
      case 'decision':
      case 'paused':
        return t(`cardState.${blocker.kind}`);
      default:
        return t('cardState.waitingFor', {
          what: t(`blockerKind.${blocker.kind}`),
        });
    }
  }
}
