import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import {
  createTestPortal,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import { enqueueOutbox } from '../persistence/repositories/outbox';
import type { EngineStatusOptions } from './engineStatus';
import { createEngineStatus } from './engineStatus';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const MINUTE = 60_000;

describe.each(databases.eachSupportedId())(
  'the engine watched on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      portal = await createTestPortal({ knex, target });
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const getStatus = (options: Partial<EngineStatusOptions> = {}) =>
      createEngineStatus({
        database: portal.database,
        queue: portal.queue,
        logger: mockServices.logger.mock(),
        maxAgeMs: 0,
        ...options,
      });
    const kinds = async (options?: Partial<EngineStatusOptions>) => {
      const { status, reasons } = await getStatus(options).health();
      return [status, ...reasons.map(({ kind }) => kind)];
    };
    const ago = async (ms: number) => (await portal.database.now(knex)) - ms;

    it('is ok while busy and while idle', async () => {
      await portal.engine.start();
      expect(await kinds()).toEqual(['ok']);
      const id = await portal.deploy(await portal.version('1.0.0'));
      await portal.untilEnded(id);
      const { figures } = await getStatus().health();
      expect(figures).toMatchObject({ dueWork: 0, late: 0, replicas: 1 });
      expect((await getStatus().figures()).finishedLastHour).toEqual({
        succeeded: 1,
      });
    });

    it('is stalled when the engine is not running and work is due', async () => {
      const id = await portal.deploy(await portal.version('1.0.0'));
      await knex('deployments')
        .where({ id })
        .update({ wake_at: await ago(MINUTE) });
      expect(await kinds()).toEqual([
        'stalled',
        'no_replica',
        'work_not_picked_up',
      ]);
      const { figures } = await getStatus().health();
      expect(figures).toMatchObject({
        dueWork: 1,
        deployments: { queued: 1 },
        replicas: 0,
      });

      // Nothing is lost: the work is picked up once the engine runs.
      await portal.engine.start();
      await portal.untilEnded(id);
      expect(await kinds()).toEqual(['ok']);
    });

    it('is stalled when the engine was stopped, on any replica', async () => {
      await portal.engine.start();
      await portal.engine.stop();
      expect(await kinds()).toEqual(['stalled', 'no_replica']);
    });

    it('is stalled when the outbox or the sealing makes no progress', async () => {
      await portal.engine.start();
      await portal.engine.stop();
      const before = await ago(5 * MINUTE);
      await knex.transaction(trx =>
        enqueueOutbox(
          trx,
          [
            {
              kind: 'signal',
              deploymentId: 'd1',
              seq: 1,
            },
          ],
          before,
        ),
      );
      await knex('audit_entries').insert({
        at: before,
        actor: 'user:default/ana',
        via: 'portal',
        action: 'deployment.create',
        outcome: 'accepted',
      });
      expect(await kinds()).toEqual([
        'stalled',
        'no_replica',
        'outbox_stuck',
        'audit_stuck',
      ]);
    });

    it('is degraded while this replica polls for work', async () => {
      await portal.engine.start();
      const engineStatus = getStatus({ isPolling: () => true });
      const health = await engineStatus.health();
      expect(health).toMatchObject({
        status: 'degraded',
        reasons: [
          {
            kind: 'polling',
            message: expect.stringContaining('PgBouncer'),
          },
        ],
      });
    });

    it('has a reason instead of figures if the database does not answer', async () => {
      const engineStatus = getStatus({
        database: {
          ...portal.database,
          now: async () => {
            throw new Error('connect ECONNREFUSED db.internal:5432');
          },
        },
      });
      const health = await engineStatus.health();
      expect(health).toMatchObject({
        status: 'stalled',
        reasons: [{ kind: 'database_unreachable' }],
      });
      expect(JSON.stringify(health)).not.toContain('db.internal');
      expect(health.figures).toBeUndefined();
      await expect(engineStatus.figures()).rejects.toThrow('ECONNREFUSED');
    });

    it('queries the database once for simultaneous callers, and not again for a short time', async () => {
      let asked = 0;
      const engineStatus = getStatus({
        maxAgeMs: 60_000,
        database: {
          ...portal.database,
          now: on => {
            asked += 1;
            return portal.database.now(on);
          },
        },
      });
      await Promise.all([1, 2, 3].map(() => engineStatus.figures()));
      await engineStatus.figures();
      expect(asked).toBe(1);
    });

    it('shows running deployments with their owners, until they have ended', async () => {
      await portal.engine.start();
      let release: () => void = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      let isHeld = false;
      target.before = ({ name }) => {
        isHeld ||= name === 'setTraffic';
        return name === 'setTraffic' ? held : undefined;
      };
      const id = await portal.deploy(await portal.version('1.0.0'));
      await portal.until(id, () => isHeld, 'the target is called');
      const { replicas, running } = await getStatus().overview();
      expect(running).toMatchObject([
        { state: { id, status: 'running' }, owner: replicas[0].owner },
      ]);
      expect(replicas).toMatchObject([{ alive: true, owned: 1 }]);
      release();
      await portal.untilEnded(id);
      expect(await getStatus().overview()).toMatchObject({
        running: [],
        waits: [],
        stuck: [],
      });
    });

    it('shows waiting deployments with start, reason and reminder time', async () => {
      await portal.engine.start();
      const running = await portal.version('1.0.0');
      await portal.runs(running);
      let release: () => void = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      target.before = ({ name }) => (name === 'setTraffic' ? held : undefined);
      const first = await portal.deploy(await portal.version('1.1.0'));
      await portal.until(first, ({ status }) => status === 'running');
      const second = await portal.deploy(await portal.version('1.2.0'));
      await portal.until(
        second,
        ({ blockers }) => blockers[0]?.kind === 'slot',
      );
      const { waits } = await getStatus().overview();
      expect(waits.map(({ state }) => state.id)).toEqual([second]);
      expect(waits[0].since).toBe(waits[0].state.requestedAt);

      await knex('deployments')
        .where({ id: second })
        .update({ late_at: await ago(MINUTE) });
      expect((await getStatus().figures()).late).toBe(1);
      release();
      await portal.untilEnded(second);
      expect((await getStatus().figures()).late).toBe(0);
    });

    it('finds stuck deployments', async () => {
      const ids = [];
      for (const name of ['1.0.0', '1.1.0', '1.2.0', '1.3.0']) {
        ids.push(
          await portal.deploy(await portal.version(name), {
            environment: 'staging',
          }),
        );
      }
      const [due, owned, asleep, unheld] = ids;
      const set = (id: string, columns: object) =>
        knex('deployments').where({ id }).update(columns);
      const later = await ago(-MINUTE);
      await set(due, { wake_at: await ago(MINUTE) });
      await set(owned, { owner: 'somebody', lease_until: later });
      await set(asleep, { wake_at: null });
      await set(unheld, { wake_at: later, status: 'running' });
      const row = await knex('deployments').where({ id: unheld }).first();
      await set(unheld, {
        state: JSON.stringify({ ...JSON.parse(row.state), status: 'running' }),
      });

      const { stuck } = await getStatus().overview();
      expect(
        Object.fromEntries(
          stuck.map(({ state, finding }) => [state.id, finding.kind]),
        ),
      ).toEqual({
        [due]: 'not_picked_up',
        [owned]: 'owner_dead',
        [asleep]: 'no_wake_up',
        [unheld]: 'environment_not_locked',
      });
      await knex('deployments').delete();
    });

    it('finds an environment whose lock owner has ended', async () => {
      await portal.engine.start();
      const id = await portal.deploy(await portal.version('1.0.0'));
      await portal.untilEnded(id);
      await knex('service_environments')
        .where({ service: SERVICE, environment: 'production' })
        .update({ holder: id });
      expect((await getStatus().overview()).stuck).toMatchObject([
        { state: { id }, finding: { kind: 'environment_locked_after_end' } },
      ]);
    });
  },
);
