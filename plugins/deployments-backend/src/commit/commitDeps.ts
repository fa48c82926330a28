import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../persistence/database';
import type { ChangeHub } from '../changes/changeHub';
import type { EngineCounters } from '../observability/engineCounters';
import type { Reducer } from './reducer';

export interface CommitDeps {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
  counters: EngineCounters;
  reducer: Reducer;
}
