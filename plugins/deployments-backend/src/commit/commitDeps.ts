import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../persistence/database';
import type { ChangeHub } from '../changes/changeHub';
import type { EngineCounters } from '../observability/engineCounters';
import type { Reducer } from './reducer';
import type { ResultWriter } from '../persistence/postgres/resultWriter';

export interface CommitDeps {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
  counters: EngineCounters;
  reducer: Reducer;
  /** Writes step results without locking their rows first. Only on PostgreSQL. */
  resultWriter?: ResultWriter;
}
