import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../domain/model/caller';
import type { Database } from '../../persistence/database';
import type { IncidentFilter } from '../persistence/incidentRows';
import { listIncidents, readIncident } from '../persistence/incidentRows';
import type { LinkSaid } from './linkIncident';
import { sayLink } from './linkIncident';
import type { OpenRequest } from './openIncident';
import { openIncident } from './openIncident';
import { toIncidentView } from './incidentView';
import type { ResolveRequest } from './resolveIncident';
import { resolveIncident } from './resolveIncident';

/**
 * Incidents and what persons say of them. Whoever asks has been let in. Errors are `@backstage/errors`: InputError with
 * the field, NotFoundError, ConflictError.
 */
export interface DoraIncidents {
  get(id: string): Promise<Incident | undefined>;
  list(
    filter: IncidentFilter,
  ): Promise<{ items: Incident[]; nextCursor?: string }>;
  /** With the key of an earlier request of the caller: the incident that it opened. */
  open(
    request: OpenRequest,
    caller: Caller,
    idempotencyKey?: string,
  ): Promise<{ incident: Incident; created: boolean }>;
  /** Saying the same again changes nothing. */
  resolve(
    id: string,
    request: ResolveRequest,
    caller: Caller,
  ): Promise<Incident>;
  /** As {@link DoraIncidents.resolve}. */
  link(id: string, said: LinkSaid, caller: Caller): Promise<Incident>;
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
      await sayLink(database, id, said, caller);
      return known(id);
    },
  };
}
