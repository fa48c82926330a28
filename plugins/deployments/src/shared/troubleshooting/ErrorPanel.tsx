import { ResponseErrorPanel } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { useTranslation } from '../../i18n/useTranslation';
import { TroubleshootingLink } from './TroubleshootingLink';
import { findErrorTopic } from './topics';

/** Backstage's panel for an error, with a link to its section of the troubleshooting page. */
export function ErrorPanel(props: { error: Error }) {
  const { error } = props;
  const { t } = useTranslation();
  const topic = findErrorTopic(error);
  return (
    <div>
      <ResponseErrorPanel error={error} />
      {topic && (
        <Typography variant="body2">
          <TroubleshootingLink
            topic={topic}
            about={t('troubleshooting.about.error')}
          />
        </Typography>
      )}
    </div>
  );
}
