import { ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { TroubleshootingLink } from './TroubleshootingLink';
import { findErrorTopic } from './topics';

/** Backstage's panel for an error, with a link to its section of the troubleshooting page. */
export function ErrorPanel(props: { error: Error }) {
  const { error } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
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
