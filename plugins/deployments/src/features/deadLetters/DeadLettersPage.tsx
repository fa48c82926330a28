import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ArrowBack from '@material-ui/icons/ArrowBack';
import Refresh from '@material-ui/icons/Refresh';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useMemo, useState } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { getHttpStatus } from '../../api/failures';
import { usePages } from '../../hooks/usePages';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { EmptyState } from '../../shared/page/EmptyState';
import { PageTitle } from '../../shared/page/PageTitle';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { DeadLetterFilters } from './DeadLetterFilters';
import { DeadLetterList } from './DeadLetterList';
import { isNarrowed, toQuery, useDeadLetterView } from './useDeadLetterView';
import { EventDialog } from './EventDialog';
import type { ReplaySelection } from './replayEvents';
import { ReplayDialog } from './ReplayDialog';

const PAGE_SIZE = 50;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
      overflowWrap: 'break-word',
    },
    head: {
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    },
    back: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
    },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(2, 2, 1),
    },
    refresh: { marginLeft: 'auto' },
    foot: { padding: theme.spacing(1, 2, 2) },
  }),
  { name: 'SlipwayDeadLetters' },
);

/** The dead letters for people who run the portal: events of other pipelines that could not be processed. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const api = useApi(doraApiRef);
  const [view, change] = useDeadLetterView();
  const key = JSON.stringify(toQuery(view));
  const query = useMemo(
    () => JSON.parse(key) as ReturnType<typeof toQuery>,
    [key],
  );
  const load = useCallback(
    (cursor: string | undefined, signal?: AbortSignal) =>
      api.listDeadLetters({ ...query, limit: PAGE_SIZE, cursor }, { signal }),
    [api, query],
  );
  const events = usePages(load);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [replaying, setReplaying] = useState<{
    selection: ReplaySelection;
    total: number;
  }>();
  const [version, setVersion] = useState(0);
  const { page, refresh } = events;
  const items = page?.items ?? [];
  // Events that the filter hides are no longer selected.
  const shownChosen = items.filter(({ event }) => chosen.has(event));
  // Most events from the future were accepted.
  const isAllDead = view.which !== 'future';

  const onDone = useCallback(() => {
    setChosen(new Set());
    setVersion(before => before + 1);
    refresh();
  }, [refresh]);

  if (getHttpStatus(events.error) === 403) {
    return (
      <EmptyState
        heading="h2"
        title={t('deadLetters.notAllowed.title')}
        description={t('deadLetters.notAllowed.description', {
          message: events.error?.message ?? '',
        })}
        action={
          <>
            <Link to={paths.dora()}>{t('deadLetters.back')}</Link>
            {' · '}
            <TroubleshootingLink
              topic="not-permitted"
              about={t('troubleshooting.about.notPermitted')}
            />
          </>
        }
      />
    );
  }
  return (
    <div className={classes.root}>
      <PageTitle title={`${t('deadLetters.title')} | ${t('page.title')}`} />
      <Paper className={classes.head}>
        <div>
          <Link to={paths.dora()} className={classes.back}>
            <ArrowBack fontSize="inherit" aria-hidden />
            {t('deadLetters.back')}
          </Link>
        </div>
        <Typography variant="h5" component="h2">
          {t('deadLetters.title')}
        </Typography>
        <Typography variant="body2">
          {t('deadLetters.help')}
          {view.which && ` ${t(`deadLetters.howTo.${view.which}`)}`}{' '}
          <TroubleshootingLink
            topic="dead-letter-events"
            about={t('troubleshooting.about.events')}
          />
        </Typography>
        <DeadLetterFilters
          view={view}
          sources={page?.sources ?? []}
          onChange={change}
        />
      </Paper>
      {events.error && <ErrorPanel error={events.error} onRetry={refresh} />}
      {!page && !events.error && <Progress />}
      {page && items.length === 0 && (
        <EmptyState
          heading="h3"
          title={
            isNarrowed(view)
              ? t('deadLetters.empty.filtered')
              : t('deadLetters.empty.title')
          }
          description={
            isNarrowed(view) ? undefined : t('deadLetters.empty.description')
          }
          action={
            isNarrowed(view) ? undefined : (
              <TroubleshootingLink
                topic="webhook-rejected"
                about={t('troubleshooting.about.webhook')}
              />
            )
          }
        />
      )}
      {page && items.length > 0 && (
        <Paper>
          <div className={classes.actions}>
            <Button
              variant="contained"
              color="primary"
              size="small"
              disabled={shownChosen.length === 0}
              onClick={() =>
                setReplaying({
                  selection: {
                    kind: 'selected',
                    events: shownChosen.map(({ event }) => event),
                  },
                  total: shownChosen.length,
                })
              }
            >
              {t('deadLetters.again.selected', { count: shownChosen.length })}
            </Button>
            {isAllDead && (
              <Button
                variant="outlined"
                size="small"
                onClick={() =>
                  setReplaying({
                    selection: { kind: 'matching', match: query },
                    total: page.total,
                  })
                }
              >
                {t('deadLetters.again.all', { count: page.total })}
              </Button>
            )}
            <Button
              className={classes.refresh}
              size="small"
              startIcon={<Refresh />}
              onClick={refresh}
            >
              {t('deadLetters.refresh')}
            </Button>
          </div>
          <DeadLetterList
            items={items}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={({ event }: IngestedEvent) =>
              change({ event }, { replace: false })
            }
          />
          <div className={classes.foot}>
            <Typography variant="body2" role="status">
              {t('deadLetters.shown', {
                shown: String(items.length),
                total: String(page.total),
              })}
            </Typography>
            {events.hasMore && (
              <Button onClick={events.loadMore} disabled={events.loadingMore}>
                {t(events.loadingMore ? 'page.loading' : 'deadLetters.more')}
              </Button>
            )}
          </div>
        </Paper>
      )}
      {view.event && (
        <EventDialog
          key={view.event}
          event={view.event}
          version={version}
          onReplay={({ event }) =>
            setReplaying({
              selection: { kind: 'selected', events: [event] },
              total: 1,
            })
          }
          onClose={() => change({ event: undefined })}
        />
      )}
      {replaying && (
        <ReplayDialog
          {...replaying}
          onDone={onDone}
          onClose={() => setReplaying(undefined)}
        />
      )}
    </div>
  );
}
