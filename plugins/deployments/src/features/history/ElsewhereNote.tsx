import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { DateTime } from 'luxon';
import useAsync from 'react-use/lib/useAsync';
import { doraApiRef } from '../../api/DoraApi';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';

/** How far back the note looks, and at how many of the newest deployments. */
const DAYS = 365;
const MOST = 50;
/** The source of the portal's own deployments. */
const PORTAL = 'portal';

/**
 * Explains that the delivery metrics include deployments that this history doesn't list, because other pipelines only
 * report to the metrics. It also says if they are made up for the demo.
 */
export function ElsewhereNote(props: {
  /** Entity ref; defaults to all services. */
  service?: string;
  className?: string;
}) {
  const { service, className } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const api = useApi(doraApiRef);
  // People without access to the metrics don't see the note.
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
