import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Alert from '@material-ui/lab/Alert';
import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** Why the server refused, with a link to the deployment that caused it. */
export function Refusal(props: { error: Error }) {
  const { error } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const paths = usePaths();
  const about =
    error instanceof DeploymentsRequestError ? error.deployment : undefined;
  return (
    <Alert severity="error" role="alert">
      {error.message}
      {about && (
        <>
          {' '}
          <Link to={paths.deployment(about.id)}>
            {t('refusal.open', { title: about.title })}
          </Link>
        </>
      )}
    </Alert>
  );
}
