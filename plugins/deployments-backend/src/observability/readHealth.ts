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
  /** How wake-ups are delivered, in words. */
  queue: string;
  /** Whether this replica has no database session, so that it polls for work instead of being notified. */
  isPolling(): boolean;
  /** The last successful and the last failed write of this process. */
  writes(): Writes;
  /** Epoch milliseconds. */
  now(): number;
  logger: LoggerService;
}

/** Reads the engine's health. Never rejects: if the database does not answer, that is one of the reasons. */
export async function readHealth(
  options: HealthOptions,
): Promise<EngineHealth> {
  const { queue, logger, now } = options;
  const writes = options.writes();
  try {
    const figures = await options.figures();
    const reasons = assessHealth({
      figures,
      isPolling: options.isPolling(),
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
      `The engine's health could not be read from the database: ${stringifyError(
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
            'The database does not answer, so no deployment can continue. The backend’s log has the error. Work resumes by itself once the database answers.',
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
