import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createDatabase } from '../persistence/createDatabase';
import { migrate } from '../persistence/migrate';
import { createPgSession } from '../persistence/postgres/pgSession';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { createChangeHub, createSharedChangeHub } from './changeHub';
import type { ChangeHub, CommittedChange } from './changeHub';
import type { DeploymentChange } from './deploymentChange';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

function change(
  deploymentId: string,
  what: CommittedChange['what'] = 'events',
): CommittedChange {
  return {
    deploymentId,
    service: 'component:default/checkout',
    environment: 'production',
    what,
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('changes within one process', () => {
  it('reach the deployment’s followers and the followers of all deployments', () => {
    const hub = createChangeHub();
    const one: DeploymentChange[] = [];
    const all: DeploymentChange[] = [];
    const end = hub.subscribe('a', it => one.push(it));
    hub.subscribe(undefined, it => all.push(it));
    hub.publish(change('a'));
    hub.publish(change('b'));
    end();
    hub.publish(change('a', 'logs'));
    expect(one).toEqual([change('a')]);
    expect(all).toEqual([change('a'), change('b'), change('a', 'logs')]);
  });
});

onPostgres('changes across replicas', () => {
  let knex: Knex;
  const stops: (() => Promise<void>)[] = [];
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
    await knex.destroy();
  });

  async function addReplica(
    session: PgSessionKeeper = createPgSession({ knex, logger }),
  ): Promise<{ hub: ChangeHub; own: string[]; all: string[] }> {
    const database = createDatabase(knex);
    const hub = createSharedChangeHub({ database, session, logger });
    const own: string[] = [];
    const all: string[] = [];
    hub.subscribeOwn(it => own.push(it.deploymentId));
    hub.subscribe(undefined, it =>
      all.push(it.what === 'missed' ? 'missed' : it.deploymentId),
    );
    await session.start();
    hub.start();
    stops.push(
      () => hub.stop(),
      () => session.stop(),
    );
    await until(() => session.mode === 'polling' || all.includes('missed'));
    all.splice(0);
    return { hub, own, all };
  }

  it('reach every listener once, including the sender’s own', async () => {
    const [one, two] = [await addReplica(), await addReplica()];
    one.hub.publish(change('a'));
    two.hub.publish(change('b'));
    await until(() => one.all.includes('b') && two.all.includes('a'));
    expect(one.all.sort()).toEqual(['a', 'b']);
    expect(two.all.sort()).toEqual(['a', 'b']);
    expect([one.own, two.own]).toEqual([['a'], ['b']]);
  });

  it('are published when the transaction commits, and not when it is rolled back', async () => {
    const [one, two] = [await addReplica(), await addReplica()];
    await knex
      .transaction(async trx => {
        await one.hub.publishInTransaction(trx, change('a'));
        throw new Error('no');
      })
      .catch(() => {});
    await knex.transaction(trx =>
      one.hub.publishInTransaction(trx, change('b')),
    );
    await until(() => two.all.length > 0 && one.all.length > 0);
    expect([one.all, two.all]).toEqual([['b'], ['b']]);
  });

  it('arrive, however many are published together', async () => {
    const [one, two] = [await addReplica(), await addReplica()];
    const ids = Array.from({ length: 500 }, (_, n) => `deployment-${n}-é`);
    ids.forEach(id => one.hub.publish(change(id)));
    await until(() => two.all.length >= ids.length);
    expect(two.all).toEqual(ids);
  });

  it('are polled for if there is no LISTEN', async () => {
    const polling: PgSessionKeeper = {
      mode: 'polling',
      session: undefined,
      subscribe: () => () => {},
      listen: () => () => {},
      listenRaw: () => () => {},
      start: async () => {},
      stop: async () => {},
    };
    const { hub } = await addReplica(polling);
    await knex('deployments').insert({
      id: 'a',
      kind: 'deploy',
      service: 'component:default/checkout',
      environment: 'production',
      status: 'queued',
      version_id: 'v',
      artifact: 'x',
      golden_path: 'web',
      seq: 1,
      state: '{}',
      reducer_version: 1,
      requested_by: 'user:default/ada',
      requested_via: 'portal',
      tier: 'production',
      requested_at: 1,
    });
    const seen: DeploymentChange[] = [];
    hub.subscribe('a', it => seen.push(it));
    await until(() => seen.length === 1);
    await knex('deployments').where({ id: 'a' }).update({ seq: 2 });
    await until(() => seen.length === 2);
    expect(seen).toEqual([change('a'), change('a')]);
  });
});
