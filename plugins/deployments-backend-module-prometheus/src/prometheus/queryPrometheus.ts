import type { LoggerService } from '@backstage/backend-plugin-api';
import { HttpError } from '@slipway/backstage-plugin-deployments-node/http';
import type { ApiClient } from '../client/apiClient';
import { parsePromResponse, type PromResult } from './promResult';

/** More series than a check could mean. Prometheus 3 also stops there; earlier versions ignore the limit. */
const MAX_SERIES = 100;
const MAX_CLOCK_SKEW_MS = 30_000;
const MAX_WARNING = 300;

/** When to evaluate a query, in epoch milliseconds. */
export type Evaluation =
  | { kind: 'instant'; at: number }
  | { kind: 'range'; from: number; to: number; stepMs: number };

/**
 * Evaluates a query. Warnings of Prometheus are logged.
 *
 * @throws Error if it can't be evaluated, its result is too large, or the clocks differ too much. Messages start with the name of
 *   the instance.
 */
export async function queryPrometheus(
  client: ApiClient,
  query: string,
  evaluation: Evaluation,
  { signal, logger }: { signal: AbortSignal; logger: LoggerService },
): Promise<PromResult> {
  const { kind } = evaluation;
  const params = new URLSearchParams({ query, limit: String(MAX_SERIES + 1) });
  if (kind === 'instant') {
    params.set('time', toSeconds(evaluation.at));
  } else {
    params.set('start', toSeconds(evaluation.from));
    params.set('end', toSeconds(evaluation.to));
    params.set('step', toSeconds(evaluation.stepMs));
  }
  const path = kind === 'instant' ? '/api/v1/query' : '/api/v1/query_range';
  const response = await client
    .send({ method: 'POST', path, params }, signal)
    .catch((error: unknown) => {
      if (error instanceof HttpError && error.failure === 'unreadable') {
        throw explainSize(client.label, error);
      }
      throw error;
    });
  if (Math.abs(response.clockSkewMs) > MAX_CLOCK_SKEW_MS) {
    throw new Error(explainSkew(client.label, response.clockSkewMs));
  }
  let result: PromResult;
  try {
    result = parsePromResponse(response, kind);
  } catch (error) {
    throw error instanceof Error
      ? new Error(`${client.label} ${error.message}`, { cause: error })
      : error;
  }
  for (const warning of result.warnings) {
    logger.warn(
      `${client.label} warns about a query: ${warning.slice(0, MAX_WARNING)}`,
    );
  }
  if (result.series.length > MAX_SERIES) throw explainSize(client.label);
  return result;
}

function toSeconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}

function explainSize(label: string, cause?: unknown): Error {
  return new Error(
    `${label} returned more than ${MAX_SERIES} series or 1 MB. Combine them in the query, e.g. with sum(…)`,
    { cause },
  );
}

function explainSkew(label: string, skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return `The clock of ${label} is ${seconds} s ${
    skewMs > 0 ? 'ahead of' : 'behind'
  } the portal's, so it would measure another period. Synchronize both clocks, e.g. by NTP`;
}
