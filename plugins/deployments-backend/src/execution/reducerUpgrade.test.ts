import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { reduce } from '../domain/deployment/reduce/reduce';
import type { DeploymentEvent } from '../domain/deployment/events';
import type { DeploymentState } from '../domain/deployment/state';
import { readDeployment } from '../persistence/repositories/deployments';
import { findDue } from '../persistence/ownership/leases';
import { readEvents } from '../persistence/repositories/deploymentEvents';
import { claim } from './ownership/claim';
import { handleWakeUp } from './handleWakeUp';
import type { Reducer } from '../commit/reducer';
import { REDUCER } from '../commit/reducer';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

type StateOfTomorrow = DeploymentState & { countOfTomorrow?: number };

/** A future reducer, which stores something that today's does not: how many events there were before. */
const TOMORROW: Reducer = {
  version: REDUCER.version + 1,
  reduce(state: StateOfTomorrow | undefined, event): StateOfTomorrow {
    const { countOfTomorrow = 0, ...rest } = state ?? {};
    return {
      ...reduce(state && (rest as DeploymentState), event),
      countOfTomorrow: countOfTomorrow + 1,
    };
  },
};

function foldTomorrow(events: DeploymentEvent[]): DeploymentState | undefined {
  return events.reduce<DeploymentState | undefined>(TOMORROW.reduce, undefined);
}

describe.each(databases.eachSupportedId())('an upgrade on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
  });
  afterEach(() => knex.destroy());

  const portal = (reducer?: Reducer) =>
    createTestPortal({ knex, target, reducer });

  /** A running deployment without an owner, as a stopped portal leaves it. */
  async function underWay(by: Awaited<ReturnType<typeof portal>>) {
    target.before = ({ name }) =>
      name === 'setTraffic' ? new Promise(() => {}) : undefined;
    await by.engine.start();
    const id = await by.deploy(await by.version('1.0.0'));
    await by.until(id, ({ candidate }) => candidate !== undefined);
    await by.engine.stop();
    target.before = () => {};
    return id;
  }

  it('continues deployments of the previous version and folds their events again', async () => {
    const id = await underWay(await portal());
    expect((await readDeployment(knex, id))?.reducerVersion).toBe(
      REDUCER.version,
    );
    await expectReplay(knex);

    const tomorrow = await portal(TOMORROW);
    await tomorrow.engine.start();
    const ended = await tomorrow.untilEnded(id);
    await tomorrow.engine.stop();

    expect(ended).toMatchObject({
      status: 'succeeded',
      countOfTomorrow: ended.seq,
    });
    expect(ended).toEqual(foldTomorrow(await readEvents(knex, id)));
    expect((await readDeployment(knex, id))?.reducerVersion).toBe(
      TOMORROW.version,
    );
    expect(target.traffic(SERVICE, 'production')).toEqual({
      'sha256:1.0.0': 100,
    });
    expect(
      target.effects.filter(
        ({ name, repeated }) => name === 'apply' && !repeated,
      ),
    ).toHaveLength(1);
  });

  it('does not touch what a newer version has folded, and asks people to try again', async () => {
    const id = await underWay(await portal(TOMORROW));
    const before = await knex('deployments').where({ id }).first();

    const today = await portal();
    const now = await today.database.now(knex);
    expect(
      await findDue(knex, now + 60_000, {
        limit: 9,
        reducerVersion: REDUCER.version,
      }),
    ).toEqual([]);
    expect(await claim(today.runnerDeps, id)).toEqual({
      result: 'not-ours',
      why: 'newer',
    });
    await expect(
      today.engine.service.command(
        id,
        { type: 'pause', commandId: 'c1', reason: 'wait' },
        ALICE,
      ),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/newer version of the portal.*Try again/),
    });
    expect(await knex('deployments').where({ id }).first()).toEqual(before);
  });

  it('works while both versions run: a command on the new one reaches a deployment that the old one owns', async () => {
    const today = await portal();
    const tomorrow = await portal(TOMORROW);
    let release: () => void = () => {};
    let isHeld = false;
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    target.before = ({ name, fence }) => {
      if (name === 'apply' && fence === 1) {
        isHeld = true;
        return held;
      }
      return undefined;
    };
    const id = await today.deploy(await today.version('1.0.0'));
    const stop = new AbortController();
    const atWork = handleWakeUp(today.runnerDeps, id, stop.signal);
    await today.until(id, () => isHeld);
    const command = (type: 'pause' | 'resume') =>
      tomorrow.engine.service.command(
        id,
        { type, commandId: type, reason: 'look' },
        ALICE,
      );
    await command('pause');
    expect(await readDeployment(knex, id)).toMatchObject({
      reducerVersion: TOMORROW.version,
      owner: undefined,
      state: { paused: { reason: 'look' } },
    });
    const { length } = await readEvents(knex, id);
    release();
    await atWork;
    // The old one may do nothing any more: neither report its call's result nor claim the deployment again.
    expect(await readEvents(knex, id)).toHaveLength(length);
    expect(await claim(today.runnerDeps, id)).toMatchObject({ why: 'newer' });

    await command('resume');
    await tomorrow.engine.start();
    const ended = await tomorrow.untilEnded(id);
    await tomorrow.engine.stop();
    expect(ended).toMatchObject({ status: 'succeeded', fence: 2 });
    expect(ended).toEqual(foldTomorrow(await readEvents(knex, id)));
    expect(target.instances(SERVICE, 'production')).toHaveLength(1);
  });

  it('does not change deployments that have ended', async () => {
    const today = await portal();
    await today.engine.start();
    const id = await today.deploy(await today.version('1.0.0'));
    await today.untilEnded(id);
    await today.engine.stop();
    const before = await readDeployment(knex, id);
    const tomorrow = await portal(TOMORROW);
    await expect(
      tomorrow.engine.service.command(
        id,
        { type: 'pause', commandId: 'c1' },
        ALICE,
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await readDeployment(knex, id)).toEqual(before);
  });
});
