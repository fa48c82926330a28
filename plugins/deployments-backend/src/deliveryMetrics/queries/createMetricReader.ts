import type { Database } from '../../persistence/database';
import type { MetricReader } from './metricReader';
import { createRollupReader } from './rollupReader';
import { createRowReader } from './rowReader';

/** Creates a reader that uses the rollups where they help, and the rows otherwise. */
export function createMetricReader(snapshot: Database): MetricReader {
  return createRollupReader(snapshot, createRowReader(snapshot));
}
