import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { AnalysisReplay } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { Link } from 'react-router-dom';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { getHttpStatus } from '../../api/failures';
import { useLoaded } from '../../hooks/useLoaded';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { EmptyState } from '../../shared/page/EmptyState';
import { PageTitle } from '../../shared/page/PageTitle';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { ReplayTable } from './ReplayTable';
import { findChanged } from './findChanged';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'SlipwayReplayPage' },
);

/** What an analysis, as it is configured now, would have said about the last deployments that used it. */
export function ReplayPage(props: { name: string }) {
  const { name } = props;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const paths = usePaths();
  const load = useCallback(
    (signal: AbortSignal) => api.replayAnalysis(name, { signal }),
    [api, name],
  );
  const { value, error } = useLoaded(load);
  const title = t('replay.title', { title: value?.title ?? name });
  return (
    <BreadcrumbEntry entry={{ label: title, href: paths.analysisReplay(name) }}>
      <PageTitle title={title} />
      <Replay replay={value} error={error} title={title} />
    </BreadcrumbEntry>
  );
}

function Replay(props: {
  replay: AnalysisReplay | undefined;
  error: Error | undefined;
  title: string;
}) {
  const { replay, error, title } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const toActivity = (
    <Button component={Link} to={paths.activity} variant="outlined">
      {t('deployment.toActivity')}
    </Button>
  );
  if (!replay && getHttpStatus(error) === 404) {
    return (
      <EmptyState
        heading="h1"
        title={t('replay.notFound')}
        description={t('replay.notFoundHelp')}
        action={toActivity}
      />
    );
  }
  if (!replay) {
    return error ? <ErrorPanel error={error} /> : <Progress />;
  }
  const total = replay.items.length;
  const changed = findChanged(replay.items).length;
  const describeChanges = () => {
    if (changed === 0) {
      return t('replay.unchanged', { count: total });
    }
    return changed === total
      ? t('replay.changedAll', { count: total })
      : t('replay.changed', { count: changed, total: String(total) });
  };
  return (
    <div className={classes.root}>
      <Typography variant="h4" component="h1">
        {title}
      </Typography>
      <Typography variant="body1">{t('replay.explanation')}</Typography>
      {error && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {error.message}
        </Alert>
      )}
      {total === 0 ? (
        <EmptyState
          heading="h2"
          title={t('replay.empty')}
          description={t('replay.emptyHelp')}
          action={toActivity}
        />
      ) : (
        <>
          <Typography variant="body1" role="status">
            {describeChanges()}
          </Typography>
          <Paper>
            <ReplayTable items={replay.items} />
          </Paper>
        </>
      )}
    </div>
  );
}
