import { InfoCard, Link, Progress } from '@backstage/core-components';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { usePolling } from '../../hooks/usePolling';
import { usePaths } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { EnvironmentCell } from '../../shared/environments/EnvironmentCell';
import { chooseOverviewInterval } from '../../hooks/chooseOverviewInterval';

/** Which version of a service runs in each environment, for its overview. */
export function DeploymentsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const api = useApi(deploymentsApiRef);
  const paths = usePaths();
  const load = useCallback(
    (signal: AbortSignal) => api.getServiceOverview(entityRef, { signal }),
    [api, entityRef],
  );
  const { value, error, loading } = usePolling(load, chooseOverviewInterval);
  return (
    <InfoCard
      title={t('card.title')}
      deepLink={{ title: t('card.link'), link: paths.service(entityRef) }}
      noPadding
    >
      {loading && <Progress />}
      {error && !value && (
        <Typography style={{ padding: 16 }} role="alert">
          {error.message}
        </Typography>
      )}
      {value && !value.goldenPath && (
        <Typography style={{ padding: 16 }}>
          {value.noPathReason ?? t('service.noPathHelp')}
        </Typography>
      )}
      {value?.goldenPath && (
        <Table size="small" aria-label={t('card.title')}>
          <TableBody>
            {value.environments.map(state => (
              <TableRow key={state.environment.name}>
                <TableCell component="th" scope="row">
                  {state.url ? (
                    <Link to={state.url}>{state.environment.title}</Link>
                  ) : (
                    state.environment.title
                  )}
                </TableCell>
                <TableCell>
                  <EnvironmentCell state={state} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </InfoCard>
  );
}
