import Typography from '@material-ui/core/Typography';
import Autorenew from '@material-ui/icons/Autorenew';
import Loop from '@material-ui/icons/Loop';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { RelativeTime } from '../../shared/time/RelativeTime';

/** The newest restarts show what is wrong; the API has a few more. */
const SHOWN = 3;

/** How often the running version crashed or hung, and the latest reasons. */
export function RestartFacts(props: {
  restarts: NonNullable<EnvironmentState['restarts']>;
}) {
  const { count, crashLoop, events } = props.restarts;
  const { t } = useTranslation();
  return (
    <div>
      <ToneLabel
        tone={crashLoop ? 'error' : 'warning'}
        icon={crashLoop ? Loop : Autorenew}
      >
        {[crashLoop && t('restarts.crashLoop'), t('restarts.count', { count })]
          .filter(Boolean)
          .join(' · ')}
      </ToneLabel>
      {events.slice(0, SHOWN).map(event => (
        <Typography
          key={`${event.at} ${event.versionName}`}
          variant="body2"
          color="textSecondary"
          component="div"
        >
          <RelativeTime at={event.at} />: {event.message}
        </Typography>
      ))}
    </div>
  );
}
