import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('outages on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
    portal = await createTestPortal({ knex, target });
    await portal.engine.start();
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  /** Wakes a deployment now instead of waiting for the engine's next evaluation. */
  const wake = (id: string) =>
    knex.transaction(trx => portal.queue.enqueue(trx, id));

  it('of the catalog reject new requests, and end no running or waiting deployment', async () => {
    const version = await portal.version('1.0.0');
    let release: () => void = () => {};
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    target.before = ({ name }) => (name === 'apply' ? held : undefined);
    const first = await portal.deploy(version);
    await portal.until(first, ({ status }) => status === 'running');
    const second = await portal.deploy(await portal.version('2.0.0'));
    await portal.until(second, ({ blockers }) => blockers.length > 0);

    const away = jest
      .spyOn(portal.options.catalog, 'getEntityByRef')
      .mockRejectedValue(new Error('the catalog is away'));
    await expect(portal.deploy(version)).rejects.toThrow('catalog is away');
    release();
    expect(await portal.untilEnded(first)).toMatchObject({
      status: 'succeeded',
    });
    const asked = away.mock.calls.length;
    await wake(second);
    await portal.until(second, () => away.mock.calls.length > asked);
    expect((await portal.state(second)).status).toBe('queued');

    away.mockRestore();
    await wake(second);
    await portal.until(
      second,
      ({ status }) => status !== 'queued',
      'it started after the outage',
    );
    expect(await portal.untilEnded(second)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('of the database at the start are waited out, after which the process works', async () => {
    await portal.engine.stop();
    let failures = 2;
    const late = await createTestPortal({
      knex,
      target,
      wrap: database => ({
        ...database,
        transaction(work) {
          failures -= 1;
          return failures >= 0
            ? Promise.reject(new Error('Connection terminated unexpectedly'))
            : database.transaction(work);
        },
      }),
    });
    await late.engine.start();
    const id = await late.deploy(await late.version('1.0.0'));
    expect(await late.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    await late.engine.stop();
  });

  if (databaseId === 'SQLITE_3') {
    it('of disk space lose nothing that was acknowledged, and work resumes when there is space again', async () => {
      const version = await portal.version('1.0.0');
      const id = await portal.deploy(version);
      await portal.until(id, ({ candidate }) => candidate !== undefined);
      const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
      await knex.raw(`PRAGMA max_page_count = ${pages}`);
      const acknowledged: string[] = [];
      let refused: unknown;
      while (!refused && acknowledged.length < 2000) {
        const name = `1.0.${acknowledged.length + 1}`;
        try {
          await portal.version(name);
          acknowledged.push(name);
        } catch (error) {
          refused = error;
        }
      }
      // SQLite has already rolled back by itself, which is what Knex complains about.
      expect(String(refused)).toMatch(/full|no transaction is active/);

      await knex.raw('PRAGMA max_page_count = 1073741823');
      await wake(id);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      const names: { name: string }[] = await knex('versions').select('name');
      expect(names.map(({ name }) => name)).toEqual(
        expect.arrayContaining(acknowledged),
      );
      expect(
        target.effects.filter(
          ({ name, repeated }) => name === 'apply' && !repeated,
        ),
      ).toHaveLength(1);
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1.0.0': 100,
      });
    });
  }
});
