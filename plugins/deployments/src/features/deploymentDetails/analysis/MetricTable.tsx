import { makeStyles } from '@material-ui/core/styles';
import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { MetricVerdictLabel } from '../../../shared/labels/AnalysisLabels';
import { Rows } from '../../../shared/tables/Rows';
import { useMetricText } from './useMetricText';

const useStyles = makeStyles(
  theme => ({
    scroll: {
      overflowX: 'auto',
      // The page breaks words anywhere, which would squeeze the columns.
      overflowWrap: 'break-word',
      [theme.breakpoints.up('md')]: { '& table': { minWidth: 760 } },
    },
  }),
  { name: 'SlipwayMetricTable' },
);

/** The metrics as a table of words and numbers, without plots. */
export function MetricTable(props: { metrics: AnalysisMetric[] }) {
  const { t } = useTranslation();
  const describe = useMetricText();
  const classes = useStyles();
  return (
    <div
      className={classes.scroll}
      role="group"
      aria-label={t('analysis.metric.table')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <Rows
        label={t('analysis.metric.list')}
        rows={props.metrics}
        getKey={({ name }) => name}
        columns={[
          {
            label: t('analysis.metric.column.metric'),
            render: ({ title, group, critical }) =>
              [
                title,
                group,
                ...(critical ? [t('analysis.metric.critical')] : []),
              ].join(' · '),
          },
          {
            label: t('analysis.metric.column.verdict'),
            render: metric => <MetricVerdictLabel metric={metric} />,
          },
          {
            label: t('analysis.metric.column.effect'),
            render: metric => {
              const { effect, interval, harmFrom, rare, values } =
                describe(metric);
              return [
                ...(rare ? [rare] : [effect ?? '–', interval, harmFrom]),
                ...(values === undefined ? [] : [values]),
              ].join(' · ');
            },
          },
          {
            label: t('analysis.metric.column.evidence'),
            render: metric => {
              const { evidence, notExcluded, rare } = describe(metric);
              return rare ? evidence : `${evidence} · ${notExcluded}`;
            },
          },
          {
            label: t('analysis.metric.column.samples'),
            render: metric => describe(metric).samples,
          },
        ]}
      />
    </div>
  );
}
