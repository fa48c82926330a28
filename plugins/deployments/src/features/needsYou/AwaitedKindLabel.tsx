import PanTool from '@material-ui/icons/PanTool';
import Pause from '@material-ui/icons/Pause';
import SyncProblem from '@material-ui/icons/SyncProblem';
import ThumbsUpDown from '@material-ui/icons/ThumbsUpDown';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type ToneIcon } from '../../shared/labels/ToneLabel';
import {
  findAwaitedKind,
  type AwaitedDeployment,
  type AwaitedKind,
} from './describeAwaited';

const ICONS: Record<AwaitedKind, ToneIcon> = {
  approval: ThumbsUpDown,
  decision: ThumbsUpDown,
  paused: Pause,
  hold: PanTool,
  drift: SyncProblem,
};

/** What kind of decision a deployment waits for. */
export function AwaitedKindLabel(props: { deployment: AwaitedDeployment }) {
  const { t } = useTranslation();
  const kind = findAwaitedKind(props.deployment);
  return (
    <ToneLabel tone="warning" icon={ICONS[kind]}>
      {t(`needsYou.kind.${kind}`)}
    </ToneLabel>
  );
}
