import type { Knex } from 'knex';
import createKnex from 'knex';
import { retryUntilAvailable } from './retryUntilAvailable';

/**
 * The harness's own connection to the plugin's database. A trigger records every change of a deployment's row, because
 * sampling would miss short-lived states.
 */
export interface Observer {
  readonly knex: Knex;
  /** Creates the trigger; the plugin's tables must exist. */
  install(): Promise<void>;
  /** Deployments that have not ended. */
  open(): Promise<OpenDeployment[]>;
  /** Time of the last change of any deployment, epoch milliseconds. */
  lastChange(): Promise<number>;
  countDeployments(): Promise<number>;
  close(): Promise<void>;
}

export interface OpenDeployment {
  id: string;
  service: string;
  environment: string;
  status: string;
  /** Time of its last event, epoch milliseconds. */
  at: number;
  blockers: string[];
  isPaused: boolean;
  awaitsDecision: boolean;
}

const INSTALL = `
create schema if not exists chaos;
create table if not exists chaos.history (
  n bigserial primary key,
  at bigint not null,
  id text not null,
  status text not null,
  epoch integer not null,
  owner text,
  seq integer not null
);
create table if not exists chaos.owners (owner text primary key, pid integer not null);
create or replace function chaos.note_deployment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or (old.status, old.epoch, old.owner, old.seq) is distinct from
     (new.status, new.epoch, new.owner, new.seq) then
    insert into chaos.history (at, id, status, epoch, owner, seq)
    values ((extract(epoch from clock_timestamp()) * 1000)::bigint,
            new.id, new.status, new.epoch, new.owner, new.seq);
  end if;
  return null;
end $$;
create or replace function chaos.note_replica() returns trigger language plpgsql as $$
begin
  insert into chaos.owners (owner, pid) values (new.owner, new.pid) on conflict do nothing;
  return null;
end $$;
create trigger chaos_history after insert or update on deployments
  for each row execute function chaos.note_deployment();
create trigger chaos_owners after insert or update on replicas
  for each row execute function chaos.note_replica();
insert into chaos.owners (owner, pid) select owner, pid from replicas on conflict do nothing;
`;

const ENDED = [
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
  'expired',
  'superseded',
];

export function createMeasurer(url: string): Observer {
  const knex = createKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'slipway-benchmark',
    },
    pool: { min: 0, max: 4 },
    acquireConnectionTimeout: 10_000,
    // The harness itself interrupts the database.
    log: { warn() {}, error() {} },
  });
  return {
    knex,
    install: () => retryUntilAvailable(() => knex.raw(INSTALL)),
    async open() {
      const rows = await retryUntilAvailable(() =>
        knex('deployments')
          .whereNotIn('status', ENDED)
          .select('id', 'service', 'environment', 'status', 'state'),
      );
      return rows.map(row => {
        const state = JSON.parse(row.state);
        return {
          id: row.id,
          service: row.service,
          environment: row.environment,
          status: row.status,
          at: state.at,
          blockers: state.blockers.map((it: { kind: string }) => it.kind),
          isPaused: state.paused !== undefined,
          awaitsDecision: state.decision !== undefined,
        };
      });
    },
    async lastChange() {
      const [row] = await retryUntilAvailable(() =>
        knex('chaos.history').max({ at: 'at' }),
      );
      return Number(row?.at ?? 0);
    },
    async countDeployments() {
      const [row] = await retryUntilAvailable(() =>
        knex('deployments').count({ count: '*' }),
      );
      return Number(row?.count ?? 0);
    },
    close: () => knex.destroy(),
  };
}
