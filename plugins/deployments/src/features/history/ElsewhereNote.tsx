import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import { DateTime } from 'luxon';
import useAsync from 'react-use/lib/useAsync';
import { doraApiRef } from '../../api/DoraApi';
import { usePaths } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** How far back is looked, and among how many of the newest deployments. */
const DAYS = 365;
const MOST = 50;
/** The source of what the portal itself deployed. */
const PORTAL = 'portal';

/**
 * Says that there are deployments which this history does not list, and where they are: other pipelines report theirs to
 * the metrics only. Those of the demo are made up, which is said as well.
 */
export function ElsewhereNote(props: {
  /** Entity ref; absent: of all services. */
  service?: string;
  className?: string;
}) {
  const { service, className } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const paths = usePaths();
  const api = useApi(doraApiRef);
  // A person who may not see the metrics learns nothing of their content.
  const { value } = useAsync(
    () =>
      api.listRows('deployment-frequency', {
        service,
        from: DateTime.now().minus({ days: DAYS }).toISODate(),
        limit: MOST,
      }),
    [api, service],
  );
  const elsewhere = value?.items.filter(({ source }) => source !== PORTAL);
  if (!elsewhere?.length) {
    return null;
  }
  return (
    <Typography variant="body2" className={className}>
      {t(
        elsewhere.some(({ demo }) => demo)
          ? 'history.elsewhere.demo'
          : 'history.elsewhere.others',
      )}{' '}
      <Link
        to={service ? paths.serviceDora(service) : paths.dora()}
        underline="always"
      >
        {t('history.elsewhere.link')}
      </Link>
    </Typography>
  );
}
