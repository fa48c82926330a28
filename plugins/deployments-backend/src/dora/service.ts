import type { Database } from '../store/database';
import type { DoraReads } from './queries/reads';
import { createDoraReads } from './queries/reads';

/** The delivery metrics, as API and actions use them. */
export interface DoraServices {
  reads: DoraReads;
}

export function createDoraServices(options: {
  database: Database;
}): DoraServices {
  return { reads: createDoraReads(options.database) };
}
