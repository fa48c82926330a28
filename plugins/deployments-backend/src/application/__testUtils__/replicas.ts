import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { listReplicas } from '../../persistence/ownership/replicaRows';
import type { ListedReplica } from '../../persistence/ownership/replicaRows';
import type { PortalOptions, TestPortal } from './testPortal';
import { createTestPortal } from './testPortal';

/** A replica of the portal with a pool, a session and a database user of its own. */
interface TestReplica extends TestPortal {
  knex: Knex;
  /** Ends its session; what its pool has goes on. */
  endSession(): Promise<void>;
  /** Ends all of its connections, and lets it make no new ones. */
  cutOff(): Promise<void>;
  rejoin(): Promise<void>;
}

/** Replicas on one PostgreSQL database. */
export interface TestReplicas {
  /** `schema`: where there is to be one, as with Backstage's division of plugins by schema. */
  add(
    options: Omit<PortalOptions, 'knex'> & { schema?: string },
  ): Promise<TestReplica>;
  listed(): Promise<ListedReplica[]>;
  /** Ends every connection of every replica, as a restart of the server does. */
  endAllConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** @param admin - of a superuser, to the database that the replicas share */
export function createTestReplicas(admin: Knex): TestReplicas {
  const replicas: (TestReplica & { role: string })[] = [];

  async function add({
    schema,
    ...options
  }: Parameters<TestReplicas['add']>[0]): Promise<TestReplica> {
    const role = `replica_${randomBytes(6).toString('hex')}`;
    await admin.raw(`create role ${role} login superuser`);
    const knex = createKnex({
      client: 'pg',
      connection: { ...admin.client.connectionSettings, user: role },
      pool: { min: 0, max: 10 },
      ...(schema === undefined ? {} : { searchPath: [schema] }),
      // What a replica that is cut off has to say goes to its own log.
      log: { debug() {}, warn() {}, error() {}, deprecate() {} },
    });
    const portal = await createTestPortal({ replica: true, ...options, knex });
    const terminate = (which: string) =>
      admin.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}' and ${which}`,
      );
    const replica = {
      ...portal,
      knex,
      role,
      endSession: async () => {
        await terminate(`pid = ${portal.session?.session?.pid ?? 0}`);
      },
      cutOff: async () => {
        await admin.raw(`alter role ${role} nologin`);
        await terminate('true');
      },
      rejoin: async () => {
        await admin.raw(`alter role ${role} login`);
      },
    };
    replicas.push(replica);
    return replica;
  }

  return {
    add,
    listed: () => listReplicas({ knex: admin, dialect: 'postgres' }),
    async endAllConnections() {
      await admin.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename <> current_user`,
      );
    },
    async stop() {
      for (const replica of replicas) {
        await replica.rejoin();
        await replica.engine.stop();
        await replica.knex.destroy();
        await admin.raw(`reassign owned by ${replica.role} to current_user`);
        await admin.raw(`drop role ${replica.role}`);
      }
    },
  };
}
