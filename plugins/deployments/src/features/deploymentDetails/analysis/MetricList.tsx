import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { StepAnalysis } from '@slipway/backstage-plugin-deployments-common';
import { Fragment, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { ChartLegend, LineKey } from '../../../shared/charts/ChartLegend';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { getErrorColor } from '../../../shared/labels/readableColors';
import { SearchField } from '../../../shared/search/SearchField';
import { MetricDetail } from './MetricDetail';
import { MetricItem } from './MetricItem';
import { MetricReading } from './MetricReading';
import { MetricTable } from './MetricTable';
import {
  METRIC_VERDICTS,
  selectMetrics,
  type MetricFilter,
  type MetricVerdict,
} from './selectMetrics';

/** Fewer metrics need no filter, and are read together at the cursor of their charts. */
const FILTERED_FROM = 6;

const useStyles = makeStyles(
  theme => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(2),
      rowGap: theme.spacing(1),
      margin: theme.spacing(1, 0),
    },
    verdict: { minWidth: 150 },
    list: { listStyle: 'none', margin: theme.spacing(1, 0, 0), padding: 0 },
  }),
  { name: 'SlipwayMetricList' },
);

function getWeight({ weights }: StepAnalysis): number | undefined {
  return weights[weights.length - 1]?.weight;
}

/** The metrics of an analysis, those that need attention first, as plots or as a table. */
export function MetricList(props: {
  analysis: StepAnalysis;
  versions: { candidate: string; baseline: string };
  /** The name of the metric whose details are shown. */
  opened: string | null;
  onOpen(metric: string | null): void;
  /** The address that shows a metric. */
  getLink(metric: string): string;
}) {
  const { analysis, versions, opened, onOpen, getLink } = props;
  const { metrics, weights } = analysis;
  const { t } = useTranslation();
  const classes = useStyles();
  const theme = useTheme();
  const [id] = useState(uniqueId);
  const [filter, setFilter] = useState<MetricFilter>({ text: '' });
  const [asTable, setAsTable] = useState(false);
  const weight = analysis.nextLookAt ? getWeight(analysis) : undefined;
  const shown = selectMetrics(metrics, filter);
  const count = (verdict: MetricVerdict) =>
    metrics.filter(metric => metric.verdict === verdict).length;

  return (
    <section aria-label={t('analysis.metric.list')}>
      <div className={classes.tools}>
        {metrics.length >= FILTERED_FROM && (
          <>
            <SearchField
              label={t('analysis.metric.search')}
              value={filter.text}
              onChange={text => setFilter({ ...filter, text })}
            />
            <TextField
              select
              size="small"
              variant="outlined"
              className={classes.verdict}
              id={`${id}-verdict`}
              label={t('analysis.metric.verdict')}
              value={filter.verdict ?? ''}
              onChange={({ target }) =>
                setFilter({
                  ...filter,
                  verdict: METRIC_VERDICTS.find(
                    verdict => verdict === target.value,
                  ),
                })
              }
              SelectProps={{ displayEmpty: true }}
              InputLabelProps={{ shrink: true }}
            >
              <MenuItem value="">
                {t('analysis.metric.all', {
                  metrics: String(metrics.length),
                })}
              </MenuItem>
              {METRIC_VERDICTS.map(verdict => (
                <MenuItem key={verdict} value={verdict}>
                  {t('analysis.metric.option', {
                    verdict: t(`analysis.metric.verdicts.${verdict}`),
                    metrics: String(count(verdict)),
                  })}
                </MenuItem>
              ))}
            </TextField>
            <Typography variant="caption" role="status">
              {t('analysis.metric.shown', {
                shown: String(shown.length),
                total: String(metrics.length),
              })}
            </Typography>
          </>
        )}
        <FormControlLabel
          control={
            <Switch
              size="small"
              color="primary"
              checked={asTable}
              onChange={event => setAsTable(event.target.checked)}
            />
          }
          label={t('analysis.metric.table')}
        />
      </div>
      {shown.length === 0 && (
        <Typography variant="body2">
          {t(
            metrics.length === 0
              ? 'analysis.noMetrics'
              : 'analysis.metric.noMatch',
          )}
        </Typography>
      )}
      {asTable && shown.length > 0 && <MetricTable metrics={shown} />}
      {!asTable && shown.length > 0 && (
        <>
          <ChartLegend>
            <li>
              <LineKey colour={theme.palette.text.primary} />
              {t('analysis.metric.intervalKey')}
            </li>
            <li>
              <LineKey colour={theme.palette.text.secondary} />
              {t('analysis.metric.noDifference')}
            </li>
            <li>
              <LineKey colour={getErrorColor(theme)} dashes="4 3" />
              {t('analysis.metric.threshold')}
            </li>
          </ChartLegend>
          <ul className={classes.list}>
            {shown.map(metric => {
              const isOpen = metric.name === opened;
              return (
                <Fragment key={metric.name}>
                  {(isOpen || shown.length < FILTERED_FROM) && (
                    <MetricReading
                      metric={metric}
                      versions={versions}
                      isOpen={isOpen}
                    />
                  )}
                  <MetricItem
                    metric={metric}
                    versions={versions}
                    weight={weight}
                    isOpen={isOpen}
                    onToggle={() => onOpen(isOpen ? null : metric.name)}
                  >
                    <MetricDetail
                      metric={metric}
                      weights={weights}
                      versions={versions}
                      link={getLink(metric.name)}
                    />
                  </MetricItem>
                </Fragment>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
