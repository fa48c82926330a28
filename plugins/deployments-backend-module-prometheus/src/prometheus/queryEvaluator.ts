import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ApiClient } from '../client/apiClient';
import type { Series } from './promResult';
import { queryPrometheus, type Evaluation } from './queryPrometheus';
import {
  reduceSeries,
  type ReduceRules,
  type SampleReducer,
} from './reduceSeries';
import { removeStaleSeries } from './removeStaleSeries';

/** Evaluates queries over one period. */
export interface QueryEvaluator {
  /**
   * Evaluates the query of a count. A counter without requests has no series, or one without an increase.
   *
   * @param empty - The count without series. Absent: it is no data.
   */
  count(query: string, empty?: number): Promise<number | undefined>;
  /** Evaluates the query of a value. A result whose newest samples are all older than `maxAge` is no data. */
  readValue(
    query: string,
    rules: {
      range?: { step: number; over: SampleReducer };
      maxAge: number;
      empty?: number;
    },
  ): Promise<number | undefined>;
  /** Evaluates a query at the end of the period. */
  readSeries(query: string): Promise<Series[]>;
}

/** @param series - How several series become one. Absent: only one is allowed. */
export function createQueryEvaluator(
  client: ApiClient,
  series: ReduceRules['series'],
  context: {
    from: number;
    to: number;
    signal: AbortSignal;
    logger: LoggerService;
  },
): QueryEvaluator {
  const { from, to } = context;
  const instant: Evaluation = { kind: 'instant', at: to };
  const send = (query: string, evaluation: Evaluation = instant) =>
    queryPrometheus(client, query, evaluation, context);

  const reduce = (
    result: readonly Series[],
    { over = 'last', empty }: { over?: SampleReducer; empty?: number },
  ): number | undefined => {
    try {
      return reduceSeries(result, { series, over, empty });
    } catch (error) {
      throw error instanceof Error
        ? new Error(`${client.label} ${error.message}`, { cause: error })
        : error;
    }
  };

  return {
    count: async (query, empty) =>
      reduce((await send(query)).series, { empty }),
    async readValue(query, { range, maxAge, empty }) {
      const result = await send(
        query,
        range ? { kind: 'range', from, to, stepMs: range.step } : instant,
      );
      const fresh =
        result.isScalar || result.series.length === 0
          ? result.series
          : removeStaleSeries(
              result.series,
              // On a line of its own, in case that the query ends with a comment.
              (await send(`timestamp(${query}\n)`)).series,
              to - maxAge,
            );
      const isStale = result.series.length > 0 && fresh.length === 0;
      return isStale ? undefined : reduce(fresh, { over: range?.over, empty });
    },
    readSeries: async query => (await send(query)).series,
  };
}
