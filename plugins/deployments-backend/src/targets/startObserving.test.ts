import { TestDatabases } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { observeDue } from './observeDue';
import { startObserving } from './startObserving';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };
const HOUR = 3600_000;

describe.each(databases.eachSupportedId())(
  'a scheduled observation on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;
    let observations: number;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      observations = 0;
      const observe = target.observe.bind(target);
      target.observe = serviceEnvironment => {
        observations++;
        return observe(serviceEnvironment);
      };
      portal = await createTestPortal({ knex, target });
      await portal.runs(await portal.version('1.0.0'));
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const round = (observeEveryMs = HOUR) =>
      observeDue(
        { ...portal.options, observeEveryMs },
        new AbortController().signal,
      );
    const row = async () =>
      (await portal.engine.reads.serviceEnvironments([SERVICE]))[0];
    const due = () => knex('service_environments').update({ observe_at: 0 });

    it('is stored, and not repeated before it is due', async () => {
      expect((await row()).observed).toBeUndefined();
      await round();
      expect(await row()).toMatchObject({
        observed: { instances: [{ artifact: 'sha256:1.0.0', ready: true }] },
      });
      await round();
      expect(observations).toBe(1);
      await due();
      await round();
      expect(observations).toBe(2);
    });

    it('happens soon after the target reports a change', async () => {
      let notice: Parameters<
        NonNullable<DeploymentTarget['onChange']>
      >[0] = () => {};
      const isWatched = jest.fn();
      Object.assign(target, {
        onChange: (listener: typeof notice) => {
          notice = listener;
          return isWatched;
        },
      });
      await round();
      expect(observations).toBe(1);
      const stop = startObserving({
        ...portal.options,
        observeEveryMs: HOUR,
      });
      notice({ service: SERVICE, environment: 'production' });
      while (observations < 2) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      await stop();
      expect(isWatched).toHaveBeenCalledTimes(1);
    });

    it('is made by one replica at a time', async () => {
      await Promise.all([round(), round(), round()]);
      expect(observations).toBe(1);
    });

    it('detects drift, and its end', async () => {
      await round();
      expect((await row()).drift).toBeUndefined();
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      await due();
      await round();
      const { drift } = await row();
      expect(drift).toMatchObject({ expected: '1.0.0', observed: 'by-hand' });
      await due();
      await round();
      expect((await row()).drift?.id).toBe(drift?.id);
      target.meddle(SERVICE, 'production', 'sha256:1.0.0');
      await due();
      await round();
      expect((await row()).drift).toBeUndefined();
    });

    it('skips environments with a running deployment, and those that were never deployed to', async () => {
      await knex('service_environments').update({ holder: 'somebody' });
      await round();
      expect(observations).toBe(0);
      await knex('service_environments').update({
        holder: null,
        current: null,
      });
      await round();
      expect(observations).toBe(0);
    });

    it('is dropped if a deployment has run in between', async () => {
      const observe = target.observe.bind(target);
      target.observe = async serviceEnvironment => {
        const seen = await observe(serviceEnvironment);
        await knex('service_environments').increment('fence', 1);
        return seen;
      };
      await round();
      expect((await row()).observed).toBeUndefined();
    });

    it('that fails keeps the last one and marks it as unanswered', async () => {
      await round();
      const { observed } = await row();
      target.observeFails = true;
      await due();
      await round();
      expect((await row()).observed).toEqual({
        ...observed,
        isUnanswered: true,
      });
      target.observeFails = false;
      await due();
      await round();
      expect((await row()).observed).not.toHaveProperty('isUnanswered');
    });

    it('follows soon after a deployment has ended', async () => {
      await portal.engine.start();
      await portal.untilEnded(
        await portal.deploy(await portal.version('2.0.0')),
      );
      const until = async (holds: (now: any) => boolean) => {
        while (!holds(await row())) {
          await new Promise(resolve => setTimeout(resolve, 20));
        }
      };
      await until(
        ({ observed }) => observed?.instances[0].artifact === 'sha256:2.0.0',
      );
      expect((await row()).drift).toBeUndefined();
    });

    it('starts a deployment that waited for the end of drift', async () => {
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      await portal.engine.start();
      const id = await portal.deploy(await portal.version('2.0.0'));
      await portal.until(id, ({ blockers }) =>
        blockers.some(({ kind }) => kind === 'drift'),
      );
      target.meddle(SERVICE, 'production', 'sha256:1.0.0');
      await due();
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('is due immediately when the last one is outdated', async () => {
      await round();
      await knex.transaction(async trx => {
        await lockServiceEnvironment(trx, SERVICE_ENVIRONMENT, Date.now());
        await updateServiceEnvironment(
          trx,
          SERVICE_ENVIRONMENT,
          { observed: null },
          Date.now(),
        );
      });
      await round();
      expect(observations).toBe(2);
    });
  },
);
