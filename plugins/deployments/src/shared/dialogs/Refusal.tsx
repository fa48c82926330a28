import { Link } from '@backstage/core-components';
import Alert from '@material-ui/lab/Alert';
import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import {
  findErrorTopic,
  type TroubleshootingTopic,
} from '../troubleshooting/topics';
import { useSentences } from '../text/useSentences';
import { TroubleshootingLink } from '../troubleshooting/TroubleshootingLink';

/** Why the server refused, with links to the deployment that caused it and to what can be done. */
export function Refusal(props: {
  error: Error;
  /** The topic of a conflict, if one section explains all conflicts of the request. */
  conflictTopic?: TroubleshootingTopic;
}) {
  const { error, conflictTopic } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const say = useSentences();
  const request = error instanceof DeploymentsRequestError ? error : undefined;
  const about = request?.deployment;
  const topic =
    error.name === 'ConflictError' && conflictTopic
      ? conflictTopic
      : findErrorTopic(error);
  return (
    <Alert severity="error" role="alert">
      {say(request?.sentences, error.message)}
      {about && (
        <>
          {' '}
          <Link to={paths.deployment(about.id)} underline="always">
            {t('refusal.open')}
          </Link>
        </>
      )}
      {topic && (
        <>
          {about ? ' · ' : ' '}
          <TroubleshootingLink
            topic={topic}
            about={t('troubleshooting.about.error')}
          />
        </>
      )}
    </Alert>
  );
}
