import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import GetApp from '@material-ui/icons/GetApp';
import Alert from '@material-ui/lab/Alert';
import type {
  ComparedService,
  Environment,
  EnvironmentComparison,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { downloadText } from '../../shared/format/download';
import { PageTitle } from '../../shared/page/PageTitle';
import { Rows } from '../../shared/tables/Rows';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import type { BulkItem } from '../bulkDeploy/bulkItem';
import { SelectionBar } from '../bulkDeploy/SelectionBar';
import { buildComparisonCsv } from './buildComparisonCsv';
import { choosePair, type EnvironmentNames } from './choosePair';
import { ComparisonFilters } from './ComparisonFilters';
import { EnvironmentPair } from './EnvironmentPair';
import { isDiffering, isPromotable, isReady } from './isPromotable';
import { useComparison } from './useComparison';
import { useComparisonColumns } from './useComparisonColumns';
import {
  isNarrowed,
  useComparisonFilter,
  type ComparisonFilter,
} from './useComparisonFilter';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5, 2),
      padding: theme.spacing(2),
    },
    end: { marginLeft: 'auto' },
    note: { padding: theme.spacing(0, 2, 2) },
  }),
  { name: 'SlipwayComparePage' },
);

function toBulkItem({ service, from, to }: ComparedService): BulkItem {
  return { service, version: from?.version, current: to?.version };
}

/** What the services run in two environments, how far they are apart, and what can be promoted. */
export function ComparePage() {
  const { t } = useTranslation();
  const classes = useStyles();
  const [filter, change] = useComparisonFilter();
  const { environments, getTitle, error, loading, refresh } = useEnvironments();
  const proposed = choosePair(environments);
  const from = filter.from ?? proposed?.from;
  const to = filter.to ?? proposed?.to;
  return (
    <div className={classes.root}>
      <PageTitle
        title={
          from && to
            ? t('browserTitle.compare', {
                from: getTitle(from),
                to: getTitle(to),
              })
            : t('compare.title')
        }
      />
      <Typography variant="h4" component="h1">
        {t('compare.title')}
      </Typography>
      {loading && <Progress />}
      {error && <ErrorPanel error={error} onRetry={refresh} />}
      {!loading && !error && !(from && to) && (
        <Typography>{t('compare.oneEnvironment')}</Typography>
      )}
      {from && to && (
        <Comparison
          // Services are selected for one pair of environments.
          key={`${from} ${to}`}
          pair={{ from, to }}
          filter={filter}
          onChange={change}
          environments={environments}
        />
      )}
    </div>
  );
}

function Comparison(props: {
  pair: EnvironmentNames;
  filter: ComparisonFilter;
  onChange(change: Partial<ComparisonFilter>): void;
  environments: Environment[];
}) {
  const { pair, filter, onChange, environments } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const { value, error, isOld, refresh } = useComparison(pair, filter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const items = value?.items ?? [];
  const shown = filter.onlyDiffering ? items.filter(isDiffering) : items;
  const chosen = shown.filter(
    item => selected.has(item.service.entityRef) && isPromotable(item),
  );
  const ready = shown.filter(isReady);
  return (
    <Paper component="section" aria-label={t('compare.title')}>
      <div className={classes.head}>
        <EnvironmentPair
          environments={environments}
          pair={pair}
          onChange={onChange}
        />
        <ComparisonFilters filter={filter} onChange={onChange} items={items} />
        <Button
          className={classes.end}
          size="small"
          startIcon={<GetApp />}
          disabled={!value || shown.length === 0}
          onClick={() =>
            value &&
            downloadText({
              name: `${pair.from}-${pair.to}.csv`,
              text: buildComparisonCsv(value, shown),
              type: 'text/csv',
            })
          }
        >
          {t('compare.csv')}
        </Button>
      </div>
      {error && (
        <div className={classes.note}>
          <ErrorPanel error={error} onRetry={refresh} />
        </div>
      )}
      {isOld && !error && <Progress />}
      {value && !isOld && (
        <>
          <div className={classes.note}>
            <Summary
              comparison={value}
              shown={shown}
              isNarrowed={isNarrowed(filter)}
            />
            <SelectionBar
              selected={chosen.map(toBulkItem)}
              from={value.from}
              to={value.to}
              ready={ready.length}
              onSelectReady={() =>
                setSelected(
                  new Set(ready.map(({ service }) => service.entityRef)),
                )
              }
              onClear={() => setSelected(new Set())}
            />
          </div>
          {shown.length > 0 && (
            <ComparisonTable
              comparison={value}
              items={shown}
              selected={selected}
              onSelect={setSelected}
            />
          )}
        </>
      )}
    </Paper>
  );
}

/** How many services differ, and whether some are not compared. */
function Summary(props: {
  comparison: EnvironmentComparison;
  shown: ComparedService[];
  isNarrowed: boolean;
}) {
  const { comparison, shown } = props;
  const { items, totalItems } = comparison;
  const { t } = useTranslation();
  const differing = items.filter(isDiffering).length;
  const text = () => {
    if (items.length === 0) {
      return t(props.isNarrowed ? 'compare.noMatch' : 'services.empty');
    }
    if (differing > 0) {
      return t('compare.summary.differing', { count: differing });
    }
    return items.some(({ state }) => state === 'same')
      ? t('compare.summary.same')
      : t('compare.summary.nothing');
  };
  return (
    <>
      <Typography variant="body2" role="status" gutterBottom={shown.length > 0}>
        {text()}
      </Typography>
      {totalItems > items.length && (
        <Alert severity="warning">
          {t('compare.incomplete', {
            shown: String(items.length),
            total: String(totalItems),
          })}
        </Alert>
      )}
    </>
  );
}

function ComparisonTable(props: {
  comparison: EnvironmentComparison;
  items: ComparedService[];
  selected: ReadonlySet<string>;
  onSelect(selected: ReadonlySet<string>): void;
}) {
  const { comparison, items, selected, onSelect } = props;
  const { from, to } = comparison;
  const { t } = useTranslation();
  const columns = useComparisonColumns(from, to);
  return (
    <Rows
      label={t('compare.heading', { from: from.title, to: to.title })}
      columns={columns}
      rows={items}
      getKey={({ service }) => service.entityRef}
      selection={{
        isSelected: item =>
          selected.has(item.service.entityRef) && isPromotable(item),
        label: item =>
          isPromotable(item)
            ? t('bulk.select', {
                service: item.service.title ?? item.service.name,
              })
            : undefined,
        onSelect: ({ service }, isOn) => {
          const next = new Set(selected);
          if (isOn) {
            next.add(service.entityRef);
          } else {
            next.delete(service.entityRef);
          }
          onSelect(next);
        },
      }}
    />
  );
}
