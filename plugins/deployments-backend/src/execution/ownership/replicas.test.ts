import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { readEvents } from '../../persistence/repositories/deploymentEvents';
import { handleWakeUp } from '../handleWakeUp';
import { commitStepResult } from '../../commit/commitStepResult';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'two processes on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
    });
    afterEach(async () => {
      await expectReplay(knex);
      await knex.destroy();
    });

    it('lets the second one take over under a new fence, after which the first one changes nothing', async () => {
      const target = new TestTarget();
      const first = await createTestPortal({ knex, target });
      const second = await createTestPortal({ knex, target });
      let release: () => void = () => {};
      let isHeld = false;
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      // The first process hangs in its call to the target, and its heartbeat is late.
      target.before = ({ name, fence }) => {
        if (name === 'apply' && fence === 1) {
          isHeld = true;
          return held;
        }
        return undefined;
      };
      const id = await first.deploy(await first.version('1.0.0'));
      const stop = new AbortController();
      const firstRun = handleWakeUp(first.runnerDeps, id, stop.signal);
      await first.until(id, () => isHeld);
      const before = await knex('deployments').where({ id }).first();
      await knex('deployments')
        .where({ id })
        .update({ lease_until: Date.now() - 60_000 });

      await second.engine.start();
      const ended = await second.untilEnded(id);
      expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
      const { length } = await readEvents(knex, id);

      release();
      stop.abort();
      await firstRun;
      expect(await readEvents(knex, id)).toHaveLength(length);
      expect(
        await commitStepResult(first.runnerDeps, {
          id,
          epoch: before.epoch,
          command: ({ now }) => ({ type: 'tick', now }),
        }),
      ).toEqual({ result: 'fenced' });
      expect(first.totals().fencedWrites).toBeGreaterThan(0);
      // The target refused the call under the old fence.
      expect(target.effects.filter(({ fence }) => fence === 1)).toEqual([]);
      expect(target.instances(SERVICE, 'production')).toHaveLength(1);
      await second.engine.stop();
    });

    it('releases its deployments when it is stopped, although a call does not end', async () => {
      const target = new TestTarget();
      const first = await createTestPortal({ knex, target });
      const second = await createTestPortal({ knex, target });
      let hangs = true;
      target.before = ({ name }) =>
        name === 'setTraffic' && hangs ? new Promise(() => {}) : undefined;
      await first.engine.start();
      const id = await first.deploy(await first.version('1.0.0'));
      await first.until(
        id,
        ({ steps }) => steps[0]?.handle?.candidate !== undefined,
      );
      await new Promise(resolve => setTimeout(resolve, 100));
      await first.engine.stop();
      hangs = false;
      await second.engine.start();
      expect(await second.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      const applied = target.effects.filter(({ name }) => name === 'apply');
      expect(applied).toHaveLength(1);
      await second.engine.stop();
    });
  },
);
