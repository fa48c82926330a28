import { Link as RouterLink, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import Link from '@material-ui/core/Link';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import type { DoraQuality } from '@slipway/backstage-plugin-deployments-common';
import { Fragment, useCallback, type ReactNode } from 'react';
import { doraApiRef, type DoraSelected } from '../../../api/DoraApi';
import { useLoaded } from '../../../hooks/useLoaded';
import { usePaths, type DeadLetterLink } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { useMayManageDora } from '../../../hooks/useMayManageDora';
import { ToneLabel } from '../../../shared/labels/ToneLabel';
import { RelativeTime } from '../../../shared/time/RelativeTime';
import type { RowsView } from '../filters/doraView';
import { formatPercent } from '../../../shared/format/value';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { Panel } from '../panels/Panel';
import { useFigureText } from '../figures/useFigureText';

/** More names than this don't help. */
const MOST_SERVICES = 10;

const useStyles = makeStyles(
  theme => ({
    list: {
      margin: theme.spacing(1, 0),
      display: 'grid',
      gap: theme.spacing(1.5),
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
      '& dt': theme.typography.body1,
      '& dd': {
        ...theme.typography.body2,
        margin: 0,
        color: theme.palette.text.secondary,
        // Next to text, colour alone doesn't show that it is a link.
        '& a': { textDecoration: 'underline' },
        '& > div': { marginTop: theme.spacing(0.5) },
      },
    },
    names: {
      margin: 0,
      padding: 0,
      listStyle: 'none',
      overflowWrap: 'anywhere',
    },
    // Room to touch it and not the link above it.
    events: { display: 'inline-block', padding: theme.spacing(0.5, 0) },
  }),
  { name: 'SlipwayDoraQuality' },
);

/** Missing or doubtful data behind the figures, and how to fix it. */
export function QualityPanel(props: {
  selected: DoraSelected;
  /** The range, RFC 3339. */
  span: { from: string; to: string };
  onRows(rows: RowsView): void;
}) {
  const { selected, span, onRows } = props;
  const { t } = useTranslation();
  const api = useApi(doraApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getQuality(selected, { signal }),
    [api, selected],
  );
  const quality = useLoaded(load);
  return (
    <Panel
      level="h2"
      title={t('dora.quality.title')}
      note={t('dora.quality.help')}
    >
      {quality.loading && !quality.value && <Progress />}
      {quality.error && <ErrorPanel error={quality.error} />}
      {quality.value && (
        <QualityFacts
          quality={quality.value}
          selected={selected}
          span={span}
          onRows={onRows}
        />
      )}
    </Panel>
  );
}

interface Fact {
  name: string;
  /** The count; 0 is good. */
  n: number;
  amount: string;
  help: ReactNode;
  /** A link or list for details. */
  details?: ReactNode;
}

function QualityFacts(props: {
  quality: DoraQuality;
  selected: DoraSelected;
  span: { from: string; to: string };
  onRows(rows: RowsView): void;
}) {
  const { quality, selected, span, onRows } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const text = useFigureText();
  const silent = quality.servicesWithoutIncidents;
  const paths = usePaths();
  const mayManage = useMayManageDora();
  const counted = (
    name: string,
    n: number,
    help: ReactNode,
    details?: ReactNode,
  ): Fact => ({ name, n, amount: String(n), help, details });
  // The service of a dead letter is often unknown, so all of them are counted and listed, regardless of the filters.
  const isNarrowed = Boolean(
    selected.owner || selected.system || selected.service,
  );
  const ofAll = isNarrowed && ` ${t('dora.quality.ofAll')}`;
  const events = (which: DeadLetterLink['which']) =>
    mayManage ? (
      <RouterLink
        to={paths.deadLetters({ which, since: span.from, until: span.to })}
        aria-label={t('dora.quality.showEventsOf', {
          what: t(`deadLetters.filter.${which ?? 'all'}`),
        })}
      >
        {t('deadLetters.show')}
      </RouterLink>
    ) : (
      t('deadLetters.operatorsOnly')
    );
  const rowsButton = (rows: RowsView, what: string) => (
    <Link
      component="button"
      type="button"
      variant="body2"
      aria-label={t('dora.quality.showOf', { what })}
      onClick={() => onRows(rows)}
    >
      {t('dora.rowsButton')}
    </Link>
  );
  const facts: Fact[] = [
    counted(
      t('dora.quality.unmapped'),
      quality.unmappedEvents,
      [t('dora.quality.unmappedHelp'), ofAll],
      <>
        {quality.unmappedServices.length > 0 && (
          <ul className={classes.names}>
            {quality.unmappedServices.map(({ source, service, events: n }) => (
              <li key={`${source} ${service}`}>
                {t('dora.quality.unmappedService', {
                  service,
                  source,
                  n: String(n),
                })}
              </li>
            ))}
          </ul>
        )}
        {events('unmapped')}
      </>,
    ),
    counted(
      t('dora.quality.tierless'),
      quality.environmentsWithoutTier.length,
      [t('dora.quality.tierlessHelp')],
      <ul className={classes.names}>
        {quality.environmentsWithoutTier.map(({ environment, deployments }) => (
          <li key={environment}>
            {t('dora.quality.tierlessEnvironment', {
              environment,
              count: deployments,
            })}
          </li>
        ))}
      </ul>,
    ),
    counted(
      t('dora.quality.rejected'),
      quality.rejectedEvents,
      [t('dora.quality.rejectedHelp'), ofAll],
      events('rejected'),
    ),
    counted(
      t('dora.quality.skewed'),
      quality.clockSkewEvents,
      [
        t('dora.quality.skewedHelp'),
        isNarrowed && mayManage && ` ${t('dora.quality.skewedOfAll')}`,
      ],
      events('future'),
    ),
    counted(
      t('dora.quality.negative'),
      quality.negativeTimes,
      t('dora.quality.negativeHelp'),
      rowsButton(
        {
          metric: 'change-lead-time',
          counted: false,
          reason: 'negative-time',
        },
        t('dora.quality.negative'),
      ),
    ),
    {
      name: t('dora.quality.withoutIncidents'),
      n: silent.length,
      amount: t('dora.quality.withoutIncidentsOf', {
        n: String(silent.length),
        total: String(quality.services),
      }),
      help: (
        <>
          {t('dora.quality.withoutIncidentsHelp')}{' '}
          {silent.slice(0, MOST_SERVICES).map((service, index) => (
            <Fragment key={service}>
              {index > 0 && ', '}
              <RouterLink to={paths.serviceDora(service)}>
                <EntityDisplayName
                  entityRef={service}
                  hideIcon
                  disableTooltip
                />
              </RouterLink>
            </Fragment>
          ))}
          {silent.length > MOST_SERVICES &&
            ` ${t('dora.quality.more', {
              n: String(silent.length - MOST_SERVICES),
            })}`}
        </>
      ),
    },
    {
      name: t('dora.quality.inferred'),
      n: quality.inferredLinks,
      amount: t('dora.quality.inferredOf', {
        n: String(quality.inferredLinks),
        total: String(quality.links),
        share: formatPercent(
          quality.links === 0 ? 0 : quality.inferredLinks / quality.links,
        ),
      }),
      help: t('dora.quality.inferredHelp'),
      details: rowsButton(
        { metric: 'change-fail-rate', counted: true },
        t('dora.quality.inferred'),
      ),
    },
    counted(
      t('dora.quality.unlinked'),
      quality.unlinkedIncidents,
      t('dora.quality.unlinkedHelp'),
      quality.newestUnlinked.length > 0 && (
        <ul className={classes.names}>
          {quality.newestUnlinked.map(({ id, service, title, startedAt }) => (
            <li key={id}>
              <RouterLink
                to={paths.serviceDora(service, id)}
                underline="always"
              >
                {title}
              </RouterLink>{' '}
              ·{' '}
              <EntityDisplayName entityRef={service} hideIcon disableTooltip />{' '}
              · <RelativeTime at={startedAt} />
            </li>
          ))}
          {quality.unlinkedIncidents > quality.newestUnlinked.length && (
            <li>
              {t('dora.quality.more', {
                n: String(
                  quality.unlinkedIncidents - quality.newestUnlinked.length,
                ),
              })}
            </li>
          )}
        </ul>
      ),
    ),
  ];
  const doubtful = facts.filter(({ n }) => n > 0);
  const good = facts.filter(({ n }) => n === 0);

  return (
    <>
      {doubtful.length > 0 && (
        <dl className={classes.list}>
          {doubtful.map(({ name, amount, help, details }) => (
            <div key={name}>
              <dt>
                <ToneLabel tone="warning" icon={ReportProblem} wraps>
                  {name}: {amount}
                </ToneLabel>
              </dt>
              <dd>
                {help}
                {details && <div>{details}</div>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {good.length > 0 && (
        <Typography variant="body2" component="div">
          <ToneLabel tone="ok" icon={CheckCircle} wraps>
            {doubtful.length === 0
              ? t('dora.quality.good')
              : t('dora.quality.none', {
                  names: good.map(({ name }) => name).join(' · '),
                })}
          </ToneLabel>
        </Typography>
      )}
      {quality.excluded.length > 0 && (
        <FigureTable
          summary={t('dora.quality.excludedCount', {
            count: quality.excluded.reduce((sum, { count }) => sum + count, 0),
          })}
          label={t('dora.quality.excluded')}
          columns={[
            t('dora.quality.metric'),
            t('dora.quality.reason'),
            t('dora.quality.rows'),
          ]}
          rows={() =>
            quality.excluded.map(({ metric, reason, count }) => ({
              key: `${metric} ${reason}`,
              cells: [
                text.metric(metric),
                t(`dora.reason.${reason}`),
                <Link
                  key="rows"
                  component="button"
                  type="button"
                  variant="body2"
                  aria-label={t('dora.quality.rowsOf', {
                    metric: text.metric(metric),
                    count,
                    reason: t(`dora.reason.${reason}`),
                  })}
                  onClick={() => onRows({ metric, counted: false, reason })}
                >
                  {count}
                </Link>,
              ],
            }))
          }
        />
      )}
      {mayManage && (
        <Typography variant="body2">
          <RouterLink to={paths.deadLetters()} className={classes.events}>
            {t('deadLetters.linkOfQuality')}
          </RouterLink>
        </Typography>
      )}
    </>
  );
}
