import type { Database } from '../../persistence/database';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { toRows } from '../persistence/metricFilter';
import { mergeExcluded } from './mergeExcluded';
import {
  countDeployments,
  listReasons,
  readFigures,
  readTrend,
} from './metricFigures';
import type { MetricReader } from './metricReader';
import { getRowSource } from './rows/getRowSource';

/** Creates a reader that computes everything from the rows. */
export function createRowReader(snapshot: Database): MetricReader {
  const { knex } = snapshot;
  return {
    async sums({ filter, span, previous, dayStarts, starts, settlingSince }) {
      return {
        figures: await readFigures(snapshot, {
          filter,
          span,
          dayStarts,
          settlingSince,
        }),
        previous: await readFigures(snapshot, {
          filter,
          span: previous,
          dayStarts: [],
          settlingSince,
          isBrief: true,
        }),
        trend:
          starts.length === 0
            ? []
            : await readTrend(snapshot, filter, span, starts),
      };
    },
    async excluded(filter, span) {
      const settlingSince = span.until;
      return mergeExcluded({
        deployments: await countDeployments(knex, {
          filter,
          span,
          settlingSince,
        }),
        changes: await listReasons(
          toRows(knex, 'dora_lead_times', filter, span),
        ),
        recoveries: await listReasons(
          toRows(knex, 'dora_recoveries', filter, span),
        ),
      });
    },
    async totals(request) {
      const totals: { counted: boolean | number; n: BigIntColumn }[] = [];
      for (const part of getRowSource(request.metric).rows(knex, request)) {
        totals.push(
          ...(await part
            .groupBy('counted')
            .select('counted')
            .count({ n: '*' })),
        );
      }
      const of = (wanted: boolean) =>
        totals
          .filter(({ counted }) => Boolean(counted) === wanted)
          .reduce((sum, { n }) => sum + readNumber(n), 0);
      return { counted: of(true), excluded: of(false) };
    },
  };
}
