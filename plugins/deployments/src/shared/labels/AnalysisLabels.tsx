import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircle';
import Error from '@material-ui/icons/Error';
import HelpOutline from '@material-ui/icons/HelpOutline';
import PanTool from '@material-ui/icons/PanTool';
import Timelapse from '@material-ui/icons/Timelapse';
import type {
  AnalysisMetric,
  AnalysisVerdict,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type LabelStyle } from './ToneLabel';

const DECISION_STYLES: Record<AnalysisVerdict['decision'], LabelStyle> = {
  advance: { tone: 'ok', icon: CheckCircle },
  continue: { tone: 'running', icon: Timelapse },
  hold: { tone: 'warning', icon: PanTool },
  rollback: { tone: 'error', icon: Error },
};

const METRIC_STYLES: Record<AnalysisMetric['verdict'], LabelStyle> = {
  harm: { tone: 'error', icon: Error },
  pass: { tone: 'ok', icon: CheckCircle },
  inconclusive: { tone: 'pending', icon: HelpOutline },
  no_data: { tone: 'pending', icon: Block },
};

/** What an analysis decided. Once the last stage has passed, no more traffic is waiting for it. */
export function DecisionLabel(props: {
  verdict: Pick<AnalysisVerdict, 'decision' | 'reason'>;
}) {
  const { decision, reason } = props.verdict;
  const { t } = useTranslation();
  return (
    <ToneLabel {...DECISION_STYLES[decision]}>
      {t(`analysis.decision.${reason === 'passed' ? reason : decision}`)}
    </ToneLabel>
  );
}

/** A metric's verdict. Exceeding its limit counts, whatever the comparison says. */
export function MetricVerdictLabel(props: {
  metric: Pick<AnalysisMetric, 'verdict' | 'aboveHardLimit'>;
}) {
  const { verdict, aboveHardLimit } = props.metric;
  const { t } = useTranslation();
  return aboveHardLimit ? (
    <ToneLabel {...METRIC_STYLES.harm}>
      {t('analysis.metric.aboveHardLimit')}
    </ToneLabel>
  ) : (
    <ToneLabel {...METRIC_STYLES[verdict]}>
      {t(`analysis.metric.verdicts.${verdict}`)}
    </ToneLabel>
  );
}
