import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { usePaths } from '../../routes/usePaths';

/** Says on the page of a made-up deployment why it has no details. */
export function DemoNote(props: { service: string }) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const paths = usePaths();
  return (
    <Alert severity="info">
      <AlertTitle>{t('deployment.demo.title')}</AlertTitle>
      {t('deployment.demo.text')}{' '}
      <Link to={paths.serviceDora(props.service)} underline="always">
        {t('deployment.demo.metrics')}
      </Link>
    </Alert>
  );
}
