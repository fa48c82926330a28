import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { listReplicas } from '../../persistence/ownership/replicaRows';
import type { ListedReplica } from '../../persistence/ownership/replicaRows';
import type { PortalOptions, TestPortal } from './testPortal';
import { createTestPortal } from './testPortal';

/** A replica of the portal with its own pool, session and database user. */
interface TestReplica extends TestPortal {
  knex: Knex;
  /** Ends its session, but not the connections in its pool. */
  endSession(): Promise<void>;
  /** Ends all its connections and prevents new ones. */
  cutOff(): Promise<void>;
  rejoin(): Promise<void>;
}

/** Replicas that share one PostgreSQL database. */
export interface TestReplicas {
  /** `schema` creates the replica in a schema, like Backstage's division of plugins by schema. */
  add(
    options: Omit<PortalOptions, 'knex'> & { schema?: string },
  ): Promise<TestReplica>;
  listed(): Promise<ListedReplica[]>;
  /** Ends every connection of every replica, as a restart of the server does. */
  endAllConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** @param admin - a superuser's connection to the database that the replicas share */
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
      // A replica that is cut off logs to its own logger.
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
    listed: () => listReplicas(admin),
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
