import { Link, Progress } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminal,
  type DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useEnvironments } from '../../hooks/useEnvironments';
import {
  BUSY_INTERVAL,
  IDLE_INTERVAL,
  usePolling,
} from '../../hooks/usePolling';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { DEPLOYMENT_STATUSES } from '../../shared/labels/StatusLabels';
import { HistoryList } from '../history/HistoryList';

const MAX_SHOWN = 8;
const UNFINISHED = DEPLOYMENT_STATUSES.filter(status => !isTerminal(status));

const useStyles = makeStyles(
  theme => ({
    note: { padding: theme.spacing(1, 2.5) },
    // Next to text, colour alone doesn't show that it is a link.
    list: { '& a': { textDecoration: 'underline' } },
  }),
  { name: 'SlipwayHomeMyDeployments' },
);

/** The home page widget with the deployments that the viewer requested: those in progress first, then the newest. */
export function HomeMyDeployments() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const { getTitle } = useEnvironments();
  const api = useApi(deploymentsApiRef);
  const identityApi = useApi(identityApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { userEntityRef } = await identityApi.getBackstageIdentity();
      const query = { requestedBy: userEntityRef, limit: MAX_SHOWN };
      const [unfinished, newest] = await Promise.all([
        api.listDeployments({ ...query, status: UNFINISHED }, { signal }),
        api.listDeployments(query, { signal }),
      ]);
      return mergeDeployments(unfinished.items, newest.items);
    },
    [api, identityApi],
  );
  const { value, error } = usePolling(load, items =>
    items?.some(({ status }) => !isTerminal(status))
      ? BUSY_INTERVAL
      : IDLE_INTERVAL,
  );
  if (!value) {
    return error ? (
      <Typography role="alert" className={classes.note}>
        {error.message}
      </Typography>
    ) : (
      <Progress />
    );
  }
  return (
    <>
      {value.length === 0 ? (
        <Typography variant="body2" className={classes.note}>
          {t('needsYou.home.noDeployments')}
        </Typography>
      ) : (
        <div className={classes.list}>
          <HistoryList
            items={value.slice(0, MAX_SHOWN)}
            withService
            getTitle={getTitle}
          />
        </div>
      )}
      <Typography variant="body2" className={classes.note}>
        <Link to={paths.activity}>{t('needsYou.home.deployments')}</Link>
      </Typography>
    </>
  );
}

/** Deployments in progress first, each deployment once. */
function mergeDeployments(
  unfinished: DeploymentSummary[],
  newest: DeploymentSummary[],
): DeploymentSummary[] {
  const known = new Set(unfinished.map(({ id }) => id));
  return [...unfinished, ...newest.filter(({ id }) => !known.has(id))];
}
