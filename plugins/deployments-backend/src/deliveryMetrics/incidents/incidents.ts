import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import type { Database } from '../../persistence/database';
import type { IncidentFilter } from '../persistence/incidentRows';
import { listIncidents, readIncident } from '../persistence/incidentRows';
import type { LinkStatement } from './linkIncident';
import { linkAsPerson } from './linkIncident';
import type { OpenRequest } from './openIncident';
import { openIncident } from './openIncident';
import { toIncidentView } from './incidentView';
import type { ResolveRequest } from './resolveIncident';
import { resolveIncident } from './resolveIncident';

/**
 * Reads and writes incidents. The caller has checked permissions. Throws `@backstage/errors`: InputError with the
 * field, NotFoundError, ConflictError.
 */
export interface DoraIncidents {
  get(id: string): Promise<Incident | undefined>;
  list(
    filter: IncidentFilter,
  ): Promise<{ items: Incident[]; nextCursor?: string }>;
  /** If the caller used the key before, returns the incident that was opened then. */
  open(
    request: OpenRequest,
    caller: Caller,
    idempotencyKey?: string,
  ): Promise<{ incident: Incident; created: boolean }>;
  /** Repeating the request changes nothing. */
  resolve(
    id: string,
    request: ResolveRequest,
    caller: Caller,
  ): Promise<Incident>;
  /** Repeating the request changes nothing. */
  link(id: string, said: LinkStatement, caller: Caller): Promise<Incident>;
}

export function createDoraIncidents(database: Database): DoraIncidents {
  const { knex } = database;
  const get = async (id: string) => {
    const found = await readIncident(knex, id);
    return found && toIncidentView(found);
  };
  const known = async (id: string) => {
    const incident = await get(id);
    if (!incident) throw new Error(`Incident ${id} went away`);
    return incident;
  };
  return {
    get,
    list: async filter => {
      const { items, nextCursor } = await listIncidents(knex, filter);
      return { items: items.map(toIncidentView), nextCursor };
    },
    open: async (request, caller, idempotencyKey) => {
      const { id, created } = await openIncident(
        database,
        request,
        caller,
        idempotencyKey,
      );
      return { incident: await known(id), created };
    },
    resolve: async (id, request, caller) => {
      await resolveIncident(database, id, request, caller);
      return known(id);
    },
    link: async (id, said, caller) => {
      await linkAsPerson(database, id, said, caller);
      return known(id);
    },
  };
}
