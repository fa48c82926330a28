import { InfoCard, Link, Progress } from '@backstage/core-components';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { RowHeader } from '../../shared/tables/RowHeader';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { usePolling } from '../../hooks/usePolling';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { EnvironmentCell } from '../../shared/environments/EnvironmentCell';
import { LongText } from '../../shared/text/LongText';
import { useSentences } from '../../shared/text/useSentences';
import { VersionLag } from '../environments/VersionLag';
import { chooseOverviewInterval } from '../../hooks/chooseOverviewInterval';

const useStyles = makeStyles(
  theme => ({
    row: {
      verticalAlign: 'top',
      // The names of environments are short, and what happened there isn't.
      '& > th': {
        width: '1%',
        whiteSpace: 'nowrap',
        verticalAlign: 'top',
        paddingRight: theme.spacing(1),
      },
      '& > td': { paddingLeft: theme.spacing(1) },
    },
    actions: { marginTop: theme.spacing(0.5) },
  }),
  { name: 'SlipwayDeploymentsCard' },
);

/** Which version of a service runs in each environment, for its overview. */
export function DeploymentsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { t } = useTranslation();
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
              <EnvironmentRow
                key={state.environment.name}
                entityRef={entityRef}
                state={state}
                source={value.environments.find(
                  ({ environment }) =>
                    environment.name === state.behind?.environment,
                )}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </InfoCard>
  );
}

function EnvironmentRow(props: {
  entityRef: string;
  state: EnvironmentState;
  /** The environment whose version this one is compared with. */
  source?: EnvironmentState;
}) {
  const { entityRef, state, source } = props;
  const { environment, active, queued, last, behind, actions } = state;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const say = useSentences();
  const explains =
    !active && queued.length === 0 && last && last.status !== 'succeeded';
  return (
    <TableRow className={classes.row}>
      <RowHeader>
        {state.url ? (
          <Link to={state.url}>{environment.title}</Link>
        ) : (
          environment.title
        )}
      </RowHeader>
      <TableCell>
        <EnvironmentCell state={state} />
        {explains && last.message && (
          <Typography variant="body2" component="div">
            <LongText text={say(last.sentences, last.message)} />
          </Typography>
        )}
        {behind && source && (
          <VersionLag
            state={state}
            behind={behind}
            source={source.environment.title}
            withCommits
          />
        )}
        {actions.rollback && (
          <Typography variant="body2" className={classes.actions}>
            <Link
              to={paths.service(entityRef, {
                environment: environment.name,
                kind: 'rollback',
              })}
              aria-label={t('environment.rollBackIn', {
                environment: environment.title,
              })}
            >
              {t('environment.rollBack')}
            </Link>
          </Typography>
        )}
      </TableCell>
    </TableRow>
  );
}
