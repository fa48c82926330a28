import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type {
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { formatDayTime, type Reader } from '../../../shared/format/time';
import { useTranslation } from '../../../i18n/useTranslation';
import { Rows } from '../../../shared/tables/Rows';
import { LinkedIncidents, RowName, RowValue, RowVerdict } from './rowCells';

/** A key for a row. A commit of several services has a row for each of them. */
export function getRowKey(row: DoraRow): string {
  return `${row.service} ${row.environment ?? ''} ${row.id}`;
}

/** A metric's rows, each with the reason why it counted or not. */
export function RowsTable(props: {
  label: string;
  metric: DoraMetricName;
  rows: DoraRow[];
  zone: Reader;
}) {
  const { label, metric, rows, zone } = props;
  const { t } = useTranslation();
  const hasIncidents = rows.some(row => row.incidents?.length);
  return (
    <Rows
      label={label}
      rows={rows}
      getKey={getRowKey}
      columns={[
        {
          label: t('dora.rows.column.what'),
          render: row => <RowName row={row} />,
        },
        {
          label: t('dora.rows.column.service'),
          render: row => (
            <>
              <EntityRefLink entityRef={row.service} hideIcon />
              {row.environment && ` → ${row.environment}`}
            </>
          ),
        },
        {
          label: t('dora.rows.column.at'),
          render: row => (
            <time dateTime={row.at}>{formatDayTime(row.at, zone)}</time>
          ),
        },
        {
          label: t('dora.rows.column.value'),
          render: row => <RowValue row={row} />,
        },
        {
          label: t('dora.rows.column.counted'),
          render: row => <RowVerdict row={row} metric={metric} />,
        },
        ...(hasIncidents
          ? [
              {
                label: t('dora.rows.column.incidents'),
                render: (row: DoraRow) => (
                  <LinkedIncidents row={row} zone={zone} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
