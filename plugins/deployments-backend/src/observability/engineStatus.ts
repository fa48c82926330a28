import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EngineHealth } from '@slipway/backstage-plugin-deployments-common';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../persistence/database';
import type { Writes } from '../persistence/watchWrites';
import type { MetricsSnapshot } from './metricsSnapshot';
import { readMetricsSnapshot } from './metricsSnapshot';
import { cacheFor } from './cacheFor';
import { readHealth } from './readHealth';
import type { EngineOverview } from './engineOverview';
import { readOverview } from './engineOverview';

export interface EngineStatusOptions {
  database: Database;
  queue: Pick<WakeQueue, 'description'>;
  /** Whether this replica polls for work because it cannot be notified. Default: it is notified. */
  isPolling?(): boolean;
  logger: LoggerService;
  /** How long to cache figures, in milliseconds, however many callers request them. Default 3 s. */
  maxAgeMs?: number;
}

/** The engine's status for its operators. */
export interface EngineStatus {
  /** Rejects when the database does not answer. */
  figures(): Promise<MetricsSnapshot>;
  /** Never rejects. */
  health(): Promise<EngineHealth>;
  overview(): Promise<EngineOverview>;
  isPolling(): boolean;
  /** The last successful and the last failed write of this process. */
  writes(): Writes;
}

const MAX_AGE_MS = 3_000;
const DEADLINE_MS = 5_000;

export function createEngineStatus(options: EngineStatusOptions): EngineStatus {
  const { database, queue, logger, maxAgeMs = MAX_AGE_MS } = options;
  const isPolling = options.isPolling ?? (() => false);
  const figures = cacheFor(() => readMetricsSnapshot(database), {
    maxAgeMs,
    deadlineMs: DEADLINE_MS,
  });
  const health = () =>
    readHealth({
      figures,
      queue: queue.description,
      isPolling,
      writes: database.writes,
      now: Date.now,
      logger,
    });
  return {
    figures,
    health,
    overview: () => readOverview(database, health),
    isPolling,
    writes: database.writes,
  };
}
