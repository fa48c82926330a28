import { makeStyles } from '@material-ui/core/styles';
import type { EngineFigures } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { Section } from './Section';
import { formatDuration } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    figures: {
      margin: 0,
      padding: theme.spacing(0, 2, 2),
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
      gap: theme.spacing(2),
    },
    figure: { display: 'flex', flexDirection: 'column-reverse' },
    label: { ...theme.typography.body2, color: theme.palette.text.secondary },
    value: {
      ...theme.typography.h4,
      margin: 0,
      fontVariantNumeric: 'tabular-nums',
    },
    age: { ...theme.typography.body2, color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayQueueFigures' },
);

/** The number of deployments by status, and the engine's backlog. */
export function QueueFigures(props: { figures: EngineFigures }) {
  const { figures } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const { deployments } = figures;
  const shown: {
    label: string;
    value: number;
    ageMs?: number;
    help?: string;
  }[] = [
    { label: t('engine.figures.queued'), value: deployments.queued },
    { label: t('engine.figures.running'), value: deployments.running },
    { label: t('engine.figures.waiting'), value: deployments.waiting },
    {
      label: t('engine.figures.rolling_back'),
      value: deployments.rolling_back,
    },
    {
      label: t('engine.figures.due'),
      value: figures.dueWork,
      ageMs: figures.oldestDueMs,
    },
    {
      label: t('engine.figures.late'),
      value: figures.late,
      help: t('engine.figures.lateHelp'),
    },
    {
      label: t('engine.figures.outbox'),
      value: figures.outbox,
      ageMs: figures.outboxOldestMs,
    },
    {
      label: t('engine.figures.unsealed'),
      value: figures.unsealed,
      ageMs: figures.sealLagMs,
    },
  ];
  return (
    <Section title={t('engine.figures.title')}>
      <dl className={classes.figures}>
        {shown.map(({ label, value, ageMs, help }) => (
          <div key={label} className={classes.figure} title={help}>
            <dt className={classes.label}>{label}</dt>
            <dd className={classes.value}>
              {value}
              {value > 0 && ageMs !== undefined && (
                <span className={classes.age}>
                  {' '}
                  {t('engine.figures.oldest', { span: formatDuration(ageMs) })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
