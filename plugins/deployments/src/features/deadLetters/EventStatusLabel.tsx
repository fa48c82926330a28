import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';

const LOOKS = {
  accepted: { tone: 'ok', icon: CheckCircle },
  repeated: { tone: 'ok', icon: CheckCircle },
  unmapped: { tone: 'warning', icon: HelpOutline },
  rejected: { tone: 'error', icon: Block },
} as const;

/** The status of an event. */
export function EventStatusLabel(props: { status: IngestedEvent['status'] }) {
  const { status } = props;
  const { t } = useTranslation();
  return (
    <ToneLabel {...LOOKS[status]}>
      {t(`deadLetters.status.${status}`)}
    </ToneLabel>
  );
}
