import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  EngineFigures,
  EngineHealth,
  EngineHealthReason,
} from '@slipway/backstage-plugin-deployments-common';
import type { Writes } from '../persistence/watchWrites';
import { assessHealth } from './diagnosis/assessHealth';
import type { MetricsSnapshot } from './metricsSnapshot';

export interface HealthOptions {
  figures(): Promise<MetricsSnapshot>;
  /** How wake-ups travel. */
  queue: string;
  /** Whether this replica has no connection of its own to the database, so that it has to look instead of being told. */
  isPolling(): boolean;
  /** How writing to the database goes in this process. */
  writes(): Writes;
  /** Epoch milliseconds. */
  now(): number;
  logger: LoggerService;
}

const POLLING =
  'A pooler hands each transaction to another connection (PgBouncer in transaction mode?), so replicas are not told of new work but look for it every half second, and a dead replica is noticed by its leases alone. Give the backend a connection that keeps its session.';

/** Whether due work is picked up. Never rejects: a database that does not answer is what is asked about. */
export async function readHealth(
  options: HealthOptions,
): Promise<EngineHealth> {
  const { queue, logger, now } = options;
  const writes = options.writes();
  try {
    const figures = await options.figures();
    const reasons = assessHealth({
      figures,
      polling: options.isPolling() ? POLLING : undefined,
      writes,
      now: now(),
    });
    return {
      status: getStatus(reasons),
      reasons,
      queue,
      writes: toWritesView(writes),
      figures: toFiguresView(figures),
    };
  } catch (error) {
    logger.warn(
      `The database did not say how the engine is doing: ${stringifyError(
        error,
      )}`,
    );
    return {
      status: 'stalled',
      reasons: [
        {
          kind: 'database_unreachable',
          level: 'stalled',
          message:
            'The database does not answer, so nothing goes on. The backend’s log says what it answered; once it is back, everything goes on by itself.',
        },
      ],
      queue,
      writes: toWritesView(writes),
    };
  }
}

function toWritesView({
  lastSucceededAt,
  lastFailedAt,
  lastError,
}: Writes): EngineHealth['writes'] {
  const toTime = (at: number | undefined) =>
    at === undefined ? undefined : new Date(at).toISOString();
  return {
    lastSucceededAt: toTime(lastSucceededAt),
    lastFailedAt: toTime(lastFailedAt),
    lastError,
  };
}

function getStatus(reasons: EngineHealthReason[]): EngineHealth['status'] {
  return reasons.length === 0 ? 'ok' : reasons[0].level;
}

function toFiguresView(figures: MetricsSnapshot): EngineFigures {
  const { finishedLastHour: _, outboxOverdueMs: __, ...rest } = figures;
  return rest;
}
