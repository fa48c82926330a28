import { Link } from '@backstage/core-components';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';

/** Says on the page of a made-up deployment why it has no details. */
export function DemoNote(props: { service: string }) {
  const { t } = useTranslation();
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
