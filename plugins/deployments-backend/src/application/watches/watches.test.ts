import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { createEngineCounters } from '../../observability/engineCounters';
import { REDUCER } from '../../commit/reducer';
import { createPeople } from '../../planning/people';
import { createStartConditions } from '../../planning/startConditions/createStartConditions';
import { listAudit } from '../../persistence/repositories/auditEntries';
import { readMeasurements } from '../../persistence/repositories/measurements';
import { readWatch } from '../../persistence/repositories/watches';
import { WATCH_STEP_ID } from '../../domain/watch/storedWatch';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import { Crash } from '../__testUtils__/crash';
import { TestTarget } from '../__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../__testUtils__/testPortal';
import type { PortalOptions, TestPortal } from '../__testUtils__/testPortal';
import { pollDueWatches } from './startWatching';
import type { WatchDeps } from './watchDeps';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const PRODUCTION = { service: SERVICE, environment: 'production' };

/** Measures every 10 ms. A check that fails twice in a row breaches. */
function withWatch(
  watch: JsonObject,
  path: (web: JsonObject) => JsonObject = web => web,
): JsonObject {
  const { deployments } = CONFIG as { deployments: JsonObject };
  const { web } = deployments.goldenPaths as { web: JsonObject };
  return {
    deployments: {
      ...deployments,
      goldenPaths: {
        web: {
          ...path(web),
          watch: {
            every: { milliseconds: 10 },
            failFor: { milliseconds: 10 },
            ...watch,
          },
        },
      },
    },
  };
}

const ROLLBACK = withWatch({ for: '100s', onBreach: 'rollback' });

/** For polling without an engine, as a process of its own would. */
function toWatchDeps({ options, engine }: TestPortal): WatchDeps {
  return {
    ...options,
    counters: createEngineCounters(),
    reducer: REDUCER,
    startConditions: createStartConditions(options),
    versions: engine.versions,
    inlineStart: { offer: () => undefined, takeClaim: () => undefined },
    listIntents: () => [],
    people: createPeople(options),
  };
}

describe.each(databases.eachSupportedId())('watches on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;
  let portal: TestPortal;

  async function start(options: Partial<PortalOptions>): Promise<void> {
    knex = await databases.init(databaseId);
    target = new TestTarget();
    portal = await createTestPortal({ knex, target, ...options });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
  }
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  const traffic = () => target.traffic(SERVICE, 'production');
  const fail = (artifact: string) => {
    target.measured = measured => ({
      value: measured === artifact ? 0.5 : 1,
      samples: 100,
    });
  };
  const deploy = async (name: string) =>
    (await portal.untilEnded(await portal.deploy(await portal.version(name))))
      .id;
  const rollbacks = () =>
    knex('deployments')
      .where({ kind: 'rollback' })
      .select('id', 'requested_by', 'requested_via');

  async function untilWatch(
    id: string,
    holds: (watch: StoredWatch) => boolean,
  ): Promise<StoredWatch> {
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const watch = await readWatch(knex, id);
      if (watch && holds(watch)) {
        return watch;
      }
      if (Date.now() > giveUpAt) {
        const { logger } = portal.options;
        throw new Error(
          `Waited in vain; it is ${JSON.stringify(watch)}: ${JSON.stringify(
            jest.mocked(logger.warn).mock.calls,
          )}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
  const untilResponded = (id: string) =>
    untilWatch(id, ({ response }) => response !== undefined);

  it('confirms a version whose checks pass until the end, which only then is the last known good', async () => {
    await start({
      config: withWatch({ for: { milliseconds: 500 }, onBreach: 'rollback' }),
    });
    const id = await deploy('2.0.0');
    const watch = await readWatch(knex, id);
    expect(watch).toMatchObject({
      state: 'watching',
      version: { name: '2.0.0' },
      progress: { checks: [{ name: 'availability' }] },
    });
    expect(await portal.serviceEnvironment()).toMatchObject({
      current: { version: { name: '2.0.0' } },
      lastKnownGood: { version: { name: '1.0.0' } },
    });

    await untilWatch(id, ({ state }) => state === 'confirmed');
    expect(await portal.serviceEnvironment()).toMatchObject({
      lastKnownGood: { version: { name: '2.0.0' }, deploymentId: id },
    });
    expect((await portal.state(id)).status).toBe('succeeded');
    const stored = await readMeasurements(knex, id, {
      stepId: WATCH_STEP_ID,
      afterSeq: 0,
    });
    expect(stored[0]).toMatchObject({ check: 'availability', value: 1 });
    const onPages = await readMeasurements(knex, id, { afterSeq: 0 });
    expect(onPages.map(({ stepId }) => stepId)).not.toContain(WATCH_STEP_ID);
  });

  it('rolls back after a breach, so that users get the earlier version, and leaves the deployment succeeded', async () => {
    await start({ config: ROLLBACK });
    const id = await deploy('2.0.0');
    expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });

    fail('sha256:2.0.0');
    const { response } = await untilResponded(id);
    const rollbackId = (response as { deploymentId: string }).deploymentId;
    expect(await portal.untilEnded(rollbackId)).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      version: { name: '1.0.0' },
      reverts: id,
      requestedBy: { principal: 'slipway:watch', via: 'system' },
      reason: expect.stringMatching(/2\.0\.0 breached its watch.*availability/),
    });
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    expect((await portal.state(id)).status).toBe('succeeded');
    expect(await readWatch(knex, id)).toMatchObject({
      state: 'breached',
      reason: expect.stringMatching(/^availability (was|failed)/),
    });
    expect(await portal.serviceEnvironment()).toMatchObject({
      current: { version: { name: '1.0.0' } },
      lastKnownGood: { version: { name: '1.0.0' } },
    });
    const { items } = await listAudit(knex, { limit: 100 });
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'watch.breached',
          actor: expect.objectContaining({ principal: 'slipway:watch' }),
        }),
        expect.objectContaining({
          action: 'deployment.requested',
          deploymentId: rollbackId,
          actor: expect.objectContaining({ principal: 'slipway:watch' }),
        }),
      ]),
    );
    const notified = () =>
      portal.sent.notifications.map(it => JSON.stringify(it));
    const title =
      /checkout 2\.0\.0 is being rolled back in Production: availability/;
    while (!notified().some(text => title.test(text))) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    expect(notified().find(text => title.test(text))).toMatch(
      /user:default\/alice.*group:default\/team-a/,
    );
  });

  it('requests nothing when another artifact serves by the time of the breach', async () => {
    await start({
      config: withWatch({
        for: '100s',
        failFor: { milliseconds: 0 },
        onBreach: 'rollback',
      }),
    });
    const id = await deploy('2.0.0');
    target.measured = () => {
      // Somebody changes what runs, after the watch has looked.
      target.meddle(SERVICE, 'production', 'sha256:9.9.9');
      return { value: 0.5, samples: 100 };
    };
    expect((await untilResponded(id)).response).toMatchObject({
      kind: 'asked',
      why: expect.stringMatching(/2\.0\.0 .* is no longer running there/),
    });
    expect(await rollbacks()).toEqual([]);
    expect(traffic()).toEqual({ 'sha256:9.9.9': 100 });
  });

  it('ends when another version runs, is deployed, or nothing is', async () => {
    await start({ config: ROLLBACK });
    const first = await deploy('2.0.0');
    const second = await deploy('3.0.0');
    expect(await readWatch(knex, first)).toMatchObject({
      state: 'ended',
      reason: '3.0.0 was deployed.',
    });
    await portal.untilEnded(
      await portal.deploy(await portal.version('3.0.0'), { kind: 'remove' }),
    );
    expect(
      await untilWatch(second, ({ state }) => state === 'ended'),
    ).toMatchObject({ reason: 'The service was removed.' });

    const third = await deploy('4.0.0');
    target.meddle(SERVICE, 'production', 'sha256:9.9.9');
    expect(
      await untilWatch(third, ({ state }) => state === 'ended'),
    ).toMatchObject({ reason: '9.9.9 runs there instead of 4.0.0.' });
    expect(await rollbacks()).toEqual([]);
  });

  it('asks instead of rolling back while a deployment is queued', async () => {
    await start({ config: ROLLBACK });
    const id = await deploy('2.0.0');
    await portal.engine.service.placeHold(PRODUCTION, 'wait', ALICE);
    const queued = await portal.deploy(await portal.version('3.0.0'));
    fail('sha256:2.0.0');
    expect((await untilResponded(id)).response).toEqual({
      kind: 'asked',
      why: 'Another deployment is queued there.',
    });
    expect(await rollbacks()).toEqual([]);
    expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
    expect((await portal.state(queued)).status).toBe('queued');
  });

  it('asks instead of rolling back when there is no earlier version', async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
    portal = await createTestPortal({ knex, target, config: ROLLBACK });
    await portal.engine.start();
    const id = await deploy('2.0.0');
    fail('sha256:2.0.0');
    expect((await untilResponded(id)).response).toMatchObject({
      kind: 'asked',
      why: expect.stringMatching(/no version before/i),
    });
    expect((await portal.serviceEnvironment()).lastKnownGood).toBeUndefined();
  });

  it('opens one incident that names the deployment, by rule', async () => {
    const opened: unknown[] = [];
    await start({
      config: withWatch({ for: '100s', onBreach: 'incident' }),
      openIncident: async (incident, caller, key) => {
        opened.push({ ...incident, by: caller.principal.principal, key });
        return 'incident-7';
      },
    });
    const id = await deploy('2.0.0');
    fail('sha256:2.0.0');
    expect((await untilResponded(id)).response).toEqual({
      kind: 'incident',
      incidentId: 'incident-7',
    });
    expect(opened).toEqual([
      {
        service: SERVICE,
        title: expect.stringMatching(/checkout 2\.0\.0 in production/),
        startedAt: expect.any(String),
        causedBy: id,
        by: 'slipway:watch',
        key: `watch/${id}`,
      },
    ]);
    expect(await rollbacks()).toEqual([]);
  });

  it('asks by rule, and ends early on a person’s decision', async () => {
    await start({ config: withWatch({ for: '100s', onBreach: 'ask' }) });
    const id = await deploy('2.0.0');
    fail('sha256:2.0.0');
    expect((await untilResponded(id)).response).toEqual({ kind: 'asked' });
    await expect(
      portal.engine.service.endWatch(id, 'known problem', ALICE),
    ).rejects.toThrow(/already ended/);

    target.measured = () => ({ value: 1, samples: 100 });
    const next = await deploy('3.0.0');
    await portal.engine.service.endWatch(next, 'known problem', ALICE);
    expect(await readWatch(knex, next)).toMatchObject({
      state: 'ended',
      reason: 'known problem',
    });
  });

  it('never confirms and never breaches while the checks can’t be measured', async () => {
    await start({
      config: withWatch({ for: { seconds: 3 }, onBreach: 'rollback' }),
    });
    const id = await deploy('2.0.0');
    target.measured = () => {
      throw new Error('the monitoring is away');
    };
    expect(
      await untilWatch(id, ({ state }) => state !== 'watching'),
    ).toMatchObject({
      state: 'ended',
      reason: expect.stringMatching(/not be confirmed: availability: .*away/),
    });
    expect(await rollbacks()).toEqual([]);
  });

  it('requests one rollback when two replicas poll at the same time', async () => {
    await start({ config: ROLLBACK, watchEveryMs: 3600_000 });
    const other = await createTestPortal({ knex, target, config: ROLLBACK });
    const id = await deploy('2.0.0');
    fail('sha256:2.0.0');
    const { signal } = new AbortController();
    while ((await readWatch(knex, id))?.response === undefined) {
      await Promise.all(
        [portal, other].map(it => pollDueWatches(toWatchDeps(it), signal)),
      );
      // As if the claims of both had ended.
      await knex('watches').whereNotNull('due_at').update({ due_at: 0 });
    }
    expect(await rollbacks()).toHaveLength(1);
    await portal.untilEnded((await rollbacks())[0].id);
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
  });

  it('requests one rollback when the process dies at any moment', async () => {
    await start({ config: ROLLBACK, watchEveryMs: 3600_000 });
    const { signal } = new AbortController();
    const poll = async (deps: WatchDeps) => {
      await knex('watches').whereNotNull('due_at').update({ due_at: 0 });
      await pollDueWatches(deps, signal).catch(() => {});
    };
    for (let at = 1, done = false; !done; at++) {
      const crash = new Crash(at);
      const dying = await createTestPortal({
        knex,
        target,
        config: ROLLBACK,
        wrap: crash.wrap,
      });
      const id = await deploy(`2.0.${at}`);
      fail(`sha256:2.0.${at}`);
      crash.moments = 0;
      for (let turn = 0; turn < 5 && !crash.happened; turn++) {
        await poll(toWatchDeps(dying));
      }
      done = !crash.happened;
      while ((await readWatch(knex, id))?.response === undefined) {
        await poll(toWatchDeps(portal));
      }
      const requested = await knex('deployments').where({
        kind: 'rollback',
        reverts: id,
      });
      expect([crash.where, requested.length]).toEqual([crash.where, 1]);
      expect((await portal.untilEnded(requested[0].id)).status).toBe(
        'succeeded',
      );
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    }
  });
});
