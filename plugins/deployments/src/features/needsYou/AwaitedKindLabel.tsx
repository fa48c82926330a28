import CheckCircle from '@material-ui/icons/CheckCircle';
import PanTool from '@material-ui/icons/PanTool';
import Pause from '@material-ui/icons/Pause';
import Remove from '@material-ui/icons/Remove';
import SyncProblem from '@material-ui/icons/SyncProblem';
import ThumbsUpDown from '@material-ui/icons/ThumbsUpDown';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type ToneIcon } from '../../shared/labels/ToneLabel';
import {
  findAwaitedKind,
  type AwaitedDeployment,
  type AwaitedKind,
} from './describeAwaited';
import type { Settled } from './useInboxRows';

const ICONS: Record<AwaitedKind, ToneIcon> = {
  approval: ThumbsUpDown,
  decision: ThumbsUpDown,
  paused: Pause,
  hold: PanTool,
  drift: SyncProblem,
};

/** What kind of decision a deployment waits for, or why it no longer waits. */
export function AwaitedKindLabel(props: {
  deployment: AwaitedDeployment;
  settled: Settled | undefined;
}) {
  const { settled } = props;
  const { t } = useTranslation();
  if (settled) {
    return (
      <ToneLabel
        tone={settled === 'gone' ? 'muted' : 'ok'}
        icon={settled === 'gone' ? Remove : CheckCircle}
      >
        {t(`needsYou.settled.${settled}`)}
      </ToneLabel>
    );
  }
  const kind = findAwaitedKind(props.deployment);
  return (
    <ToneLabel tone="warning" icon={ICONS[kind]}>
      {t(`needsYou.kind.${kind}`)}
    </ToneLabel>
  );
}
