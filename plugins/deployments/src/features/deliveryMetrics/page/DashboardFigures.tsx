import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  DoraCard,
  DoraMetricName,
  DoraMetrics,
} from '@slipway/backstage-plugin-deployments-common';
import type { DoraSelected } from '../../../api/DoraApi';
import { useTranslation } from '../../../i18n/useTranslation';
import { EmptyState } from '../../../shared/page/EmptyState';
import { RelativeTime } from '../../../shared/time/RelativeTime';
import type { RowsView } from '../filters/doraView';
import { LeadTimeParts } from '../panels/LeadTimeParts';
import { MetricCard } from '../cards/MetricCard';
import { QualityPanel } from '../quality/QualityPanel';
import { TimeZoneContext } from '../../../shared/time/TimeZoneContext';
import { useSpanText } from '../figures/useSpanText';
import { ScatterPanel } from '../panels/ScatterPanel';
import { TimelinePanel } from '../panels/TimelinePanel';
import { TrendPanel } from '../panels/TrendPanel';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
    old: { opacity: 0.5 },
    cards: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 180px), 1fr))',
    },
    sides: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'minmax(0, 1fr)',
      alignItems: 'start',
      [theme.breakpoints.up('md')]: {
        gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
      },
    },
    side: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
  }),
  { name: 'SlipwayDoraFigures' },
);

const SIDES = {
  throughput: ['deployment-frequency', 'change-lead-time'],
  stability: ['change-fail-rate', 'recovery-time', 'rework-rate'],
} as const satisfies Record<string, readonly DoraMetricName[]>;

/** The cards, then the trends of throughput and stability side by side, then the data quality. */
export function DashboardFigures(props: {
  metrics: DoraMetrics;
  /** Whether the metrics are of the previous selection, because the new ones are still loading. */
  isOld: boolean;
  selected: DoraSelected;
  isNarrowed: boolean;
  onWiden(): void;
  onRows(rows: RowsView): void;
}) {
  const { metrics, isOld, selected, onRows } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const findCard = (metric: DoraMetricName): DoraCard | undefined =>
    metrics.cards.find(card => card.metric === metric);
  const leadTime = findCard('change-lead-time');
  const spanText = useSpanText(metrics.timeZone);
  const windowText = spanText(metrics.from, metrics.to);
  // Nothing happened at all: no counted and no excluded rows.
  const isEmpty = metrics.cards.every(
    ({ n, excluded, open }) => n === 0 && excluded.length === 0 && !open,
  );

  const side = (name: keyof typeof SIDES) => (
    <div className={classes.side}>
      <div>
        <Typography variant="h5" component="h3">
          {t(`dora.side.${name}`)}
        </Typography>
        <Typography variant="body2">{t(`dora.side.${name}Help`)}</Typography>
      </div>
      {SIDES[name].map(metric => {
        const card = findCard(metric);
        return (
          card && (
            <TrendPanel
              key={metric}
              metrics={metrics}
              card={card}
              onPeriod={({ from, to }) => onRows({ metric, from, to })}
            />
          )
        );
      })}
      {name === 'throughput' ? (
        <>
          {leadTime && <LeadTimeParts card={leadTime} />}
          <ScatterPanel
            metrics={metrics}
            selected={selected}
            target={leadTime?.target}
          />
        </>
      ) : (
        <TimelinePanel metrics={metrics} selected={selected} />
      )}
    </div>
  );

  return (
    <TimeZoneContext.Provider value={metrics.timeZone}>
      <div
        className={`${classes.root} ${isOld ? classes.old : ''}`}
        aria-busy={isOld}
      >
        {metrics.demo && (
          <Alert severity="info" role="status">
            <strong>{t('dora.demo')}.</strong> {t('dora.demoHelp')}
          </Alert>
        )}
        <div>
          <Typography variant="h5" component="h2">
            {windowText}
          </Typography>
          <Typography variant="body2">
            {t('dora.comparedWith', {
              window: spanText(metrics.previous.from, metrics.previous.to),
            })}
            {metrics.elapsedTo && ` (${t('dora.runsUntil')})`}
            {' · '}
            {t('dora.zone', { zone: metrics.timeZone })}
            {' · '}
            {t('dora.asOf')} <RelativeTime at={metrics.asOf} />
          </Typography>
          {metrics.hiddenServices > 0 && (
            <Typography variant="body2">
              {t('dora.hidden', { count: metrics.hiddenServices })}
            </Typography>
          )}
        </div>
        {isEmpty ? (
          <EmptyState
            heading="h3"
            title={t('dora.empty.title')}
            description={t('dora.empty.description', {
              tier: t(`tier.${metrics.tier}`),
            })}
            action={
              props.isNarrowed ? (
                <Button variant="outlined" onClick={props.onWiden}>
                  {t('dora.empty.clear')}
                </Button>
              ) : undefined
            }
          />
        ) : (
          <>
            <section aria-label={t('dora.cards')} className={classes.cards}>
              {metrics.cards.map(card => (
                <MetricCard
                  key={card.metric}
                  card={card}
                  bandsYear={
                    metrics.tier === 'production'
                      ? metrics.bandsYear
                      : undefined
                  }
                  onRows={() => onRows({ metric: card.metric })}
                />
              ))}
            </section>
            <div className={classes.sides}>
              {side('throughput')}
              {side('stability')}
            </div>
          </>
        )}
        <QualityPanel selected={selected} span={metrics} onRows={onRows} />
      </div>
    </TimeZoneContext.Provider>
  );
}
