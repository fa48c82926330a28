import Typography from '@material-ui/core/Typography';
import CloudOff from '@material-ui/icons/CloudOff';
import FiberManualRecord from '@material-ui/icons/FiberManualRecord';
import Sync from '@material-ui/icons/Sync';
import type { Connection } from './live/watchDeployment';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel, type Tone } from '../../shared/labels/ToneLabel';

const LOOKS = {
  connecting: { tone: 'pending', icon: Sync },
  live: { tone: 'ok', icon: FiberManualRecord },
  polling: { tone: 'pending', icon: Sync },
  reconnecting: { tone: 'warning', icon: CloudOff },
} satisfies Partial<Record<Connection, { tone: Tone; icon: typeof Sync }>>;

/** Whether the page is up to date. */
export function ConnectionNote(props: { connection: Connection }) {
  const { connection } = props;
  const { t } = useTranslation();
  return (
    <Typography variant="caption" component="div" role="status">
      {connection !== 'ended' && (
        <ToneLabel {...LOOKS[connection]}>
          {t(`connection.${connection}`)}
        </ToneLabel>
      )}
    </Typography>
  );
}
