import AccessTime from '@material-ui/icons/AccessTime';
import Block from '@material-ui/icons/Block';
import Cancel from '@material-ui/icons/Cancel';
import CheckCircle from '@material-ui/icons/CheckCircle';
import Error from '@material-ui/icons/Error';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import PanTool from '@material-ui/icons/PanTool';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import Replay from '@material-ui/icons/Replay';
import SkipNext from '@material-ui/icons/SkipNext';
import Timelapse from '@material-ui/icons/Timelapse';
import Undo from '@material-ui/icons/Undo';
import Update from '@material-ui/icons/Update';
import ReportProblem from '@material-ui/icons/ReportProblem';
import type {
  DeploymentStatus,
  EnvironmentState,
  Measurement,
  StepStatus,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type LabelStyle } from './ToneLabel';

const DEPLOYMENT_STYLES: Record<DeploymentStatus, LabelStyle> = {
  queued: { tone: 'pending', icon: HourglassEmpty },
  running: { tone: 'running', icon: Timelapse },
  waiting: { tone: 'warning', icon: PanTool },
  rolling_back: { tone: 'warning', icon: Undo },
  succeeded: { tone: 'ok', icon: CheckCircle },
  failed: { tone: 'error', icon: Error },
  rolled_back: { tone: 'warning', icon: Undo },
  rollback_failed: { tone: 'error', icon: ReportProblem },
  cancelled: { tone: 'muted', icon: Cancel },
  expired: { tone: 'muted', icon: AccessTime },
  superseded: { tone: 'muted', icon: Update },
};

export const DEPLOYMENT_STATUSES = Object.keys(
  DEPLOYMENT_STYLES,
) as DeploymentStatus[];

const STEP_STYLES: Record<StepStatus, LabelStyle> = {
  pending: { tone: 'pending', icon: RadioButtonUnchecked },
  running: { tone: 'running', icon: Timelapse },
  waiting: { tone: 'warning', icon: PanTool },
  retrying: { tone: 'warning', icon: Replay },
  succeeded: { tone: 'ok', icon: CheckCircle },
  failed: { tone: 'error', icon: Error },
  skipped: { tone: 'muted', icon: SkipNext },
  cancelled: { tone: 'muted', icon: Cancel },
  undoing: { tone: 'warning', icon: Undo },
  undone: { tone: 'warning', icon: Undo },
  undo_failed: { tone: 'error', icon: ReportProblem },
};

const VERDICT_STYLES: Record<Verdict, LabelStyle> = {
  passed: { tone: 'ok', icon: CheckCircle },
  failed: { tone: 'error', icon: Error },
  inconclusive: { tone: 'warning', icon: HelpOutline },
  error: { tone: 'error', icon: ReportProblem },
  overridden: { tone: 'warning', icon: SkipNext },
};

type HealthStatus = EnvironmentState['health']['status'];

const HEALTH_STYLES: Record<HealthStatus, LabelStyle> = {
  healthy: { tone: 'ok', icon: CheckCircle },
  unhealthy: { tone: 'error', icon: Error },
  unknown: { tone: 'pending', icon: HelpOutline },
  not_deployed: { tone: 'muted', icon: RemoveCircleOutline },
};

const OUTCOME_STYLES: Record<Measurement['outcome'], LabelStyle> = {
  passed: { tone: 'ok', icon: CheckCircle },
  failed: { tone: 'error', icon: Error },
  error: { tone: 'error', icon: ReportProblem },
  no_data: { tone: 'pending', icon: Block },
  warming_up: { tone: 'pending', icon: HourglassEmpty },
};

export function DeploymentStatusLabel(props: {
  status: DeploymentStatus;
  title?: string;
}) {
  const { t } = useTranslation();
  return (
    <ToneLabel {...DEPLOYMENT_STYLES[props.status]} title={props.title}>
      {t(`status.${props.status}`)}
    </ToneLabel>
  );
}

export function StepStatusLabel(props: { status: StepStatus }) {
  const { t } = useTranslation();
  return (
    <ToneLabel {...STEP_STYLES[props.status]}>
      {t(`stepStatus.${props.status}`)}
    </ToneLabel>
  );
}

export function VerdictLabel(props: { verdict: Verdict }) {
  const { t } = useTranslation();
  return (
    <ToneLabel {...VERDICT_STYLES[props.verdict]}>
      {t(`verdict.${props.verdict}`)}
    </ToneLabel>
  );
}

export function HealthLabel(props: { status: HealthStatus; title?: string }) {
  const { t } = useTranslation();
  return (
    <ToneLabel {...HEALTH_STYLES[props.status]} title={props.title}>
      {t(`health.${props.status}`)}
    </ToneLabel>
  );
}

export function OutcomeLabel(props: { outcome: Measurement['outcome'] }) {
  const { t } = useTranslation();
  return (
    <ToneLabel {...OUTCOME_STYLES[props.outcome]}>
      {t(`outcome.${props.outcome}`)}
    </ToneLabel>
  );
}
