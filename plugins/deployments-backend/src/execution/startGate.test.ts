import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };

describe.each(databases.eachSupportedId())(
  'the start gate on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    async function start(
      production: Record<string, unknown> = {},
      engine: Record<string, unknown> = {},
    ) {
      const config = JSON.parse(JSON.stringify(CONFIG));
      Object.assign(config.deployments.environments.production, production);
      Object.assign(config.deployments.engine, engine);
      portal = await createTestPortal({ knex, target, config });
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
      await observedOnce();
    }
    /** The engine observes targets as soon as it starts. It must not see a test's changes by chance. */
    async function observedOnce() {
      while (!(await portal.serviceEnvironment()).observed) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    }
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const blocked = (id: string) =>
      portal.until(id, ({ blockers }) => blockers.length > 0, 'it was blocked');

    it('starts one deployment at a time per environment, in the order of the requests', async () => {
      await start();
      const versions = [];
      for (const name of ['2.0.0', '3.0.0', '4.0.0']) {
        versions.push(await portal.version(name));
      }
      const ids = [];
      for (const version of versions) {
        ids.push(await portal.deploy(version));
      }
      expect((await blocked(ids[2])).blockers).toMatchObject([
        { kind: 'slot' },
      ]);
      const ended = await Promise.all(ids.map(id => portal.untilEnded(id)));
      expect(ended.map(({ status }) => status)).toEqual([
        'succeeded',
        'succeeded',
        'succeeded',
      ]);
      const spans = ended.map(({ startedAt, finishedAt }) => [
        startedAt,
        finishedAt,
      ]);
      expect(spans.flat()).toEqual([...spans.flat()].sort());
      expect(ended.map(({ fence }) => fence)).toEqual([1, 2, 3]);
    });

    it('supersedes queued deployments if the environment’s concurrency is supersede', async () => {
      await start({ concurrency: 'supersede' });
      await portal.engine.service.placeHold(SERVICE_ENVIRONMENT, 'wait', ALICE);
      const old = await portal.deploy(await portal.version('2.0.0'));
      const young = await portal.deploy(await portal.version('3.0.0'));
      expect(await portal.untilEnded(old)).toMatchObject({
        status: 'superseded',
        mayHaveChanged: false,
      });
      await portal.engine.service.liftHold(SERVICE_ENVIRONMENT, 'go', ALICE);
      expect(await portal.untilEnded(young)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('expires a deployment that could not start in time, without changes', async () => {
      await start({}, { queueFor: { milliseconds: 700 } });
      await portal.engine.service.placeHold(SERVICE_ENVIRONMENT, 'wait', ALICE);
      const id = await portal.deploy(await portal.version('2.0.0'));
      const later = await portal.deploy(await portal.version('3.0.0'), {
        // The time counts from when it may start.
        notBefore: new Date(Date.now() + 3_600_000).toISOString(),
      });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'expired',
        mayHaveChanged: false,
        cause: 'expired',
      });
      // The message leaves the outbox after the end was committed.
      await portal.until(
        id,
        () => portal.sent.notifications.length > 0,
        'its end was reported',
      );
      expect(portal.sent.notifications).toContainEqual(
        expect.objectContaining({
          payload: expect.objectContaining({
            title: 'checkout 2.0.0 did not start in Production',
          }),
        }),
      );
      expect((await portal.state(later)).status).toBe('queued');
      await portal.engine.service.liftHold(SERVICE_ENVIRONMENT, 'go', ALICE);
      expect((await portal.state(id)).status).toBe('expired');
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1.0.0': 100,
      });
    });

    const laterBy = (ms: number) => ({
      notBefore: new Date(Date.now() + ms).toISOString(),
    });

    it('lets later requests pass a deployment that is scheduled, which takes its turn at its time', async () => {
      await start();
      const scheduled = await portal.deploy(
        await portal.version('2.0.0'),
        laterBy(3_000),
      );
      await blocked(scheduled);
      const passing = await portal.deploy(await portal.version('3.0.0'));
      const [passed, ended] = await Promise.all([
        portal.untilEnded(passing),
        portal.untilEnded(scheduled),
      ]);
      expect(passed).toMatchObject({ status: 'succeeded', fence: 1 });
      expect(passed.startedAt).toBeLessThan(ended.notBefore ?? 0);
      expect(ended).toMatchObject({
        status: 'succeeded',
        fence: 2,
        snapshot: { baseline: { name: '3.0.0' } },
      });
      expect(ended.startedAt).toBeGreaterThanOrEqual(ended.notBefore ?? 0);
    });

    it('queues a scheduled deployment behind the one that runs at its time, and ahead of later requests', async () => {
      await start();
      target.measured = artifact =>
        artifact === 'sha256:2.0.0' ? undefined : { value: 1, samples: 90 };
      const owner = await portal.deploy(await portal.version('2.0.0'));
      await portal.until(owner, ({ status }) => status === 'waiting');
      const scheduled = await portal.deploy(
        await portal.version('3.0.0'),
        laterBy(1_500),
      );
      const before = await portal.deploy(await portal.version('4.0.0'));
      expect((await blocked(before)).blockers).toMatchObject([
        { kind: 'slot', code: 'slot_running_next', deploymentId: owner },
      ]);
      await portal.until(
        scheduled,
        ({ blockers }) => blockers.length === 1 && blockers[0].kind === 'slot',
        'only the slot blocked it',
      );
      const after = await portal.deploy(await portal.version('5.0.0'));
      expect((await blocked(after)).blockers).toMatchObject([
        { kind: 'slot', params: { ahead: 2 } },
      ]);
      await portal.engine.service.command(
        owner,
        { commandId: 'stop-the-owner', type: 'cancel' },
        ALICE,
      );
      await portal.untilEnded(owner);
      await portal.engine.service.liftHold(SERVICE_ENVIRONMENT, 'go', ALICE);
      const ended = await Promise.all(
        [owner, before, scheduled, after].map(id => portal.untilEnded(id)),
      );
      expect(ended.map(({ fence }) => fence)).toEqual([1, 2, 3, 4]);
      const spans = ended.map(({ startedAt, finishedAt }) => [
        startedAt,
        finishedAt,
      ]);
      expect(spans.flat()).toEqual([...spans.flat()].sort());
    });

    it.each(['supersede', 'replace'])(
      'supersedes a scheduled deployment by a newer one if the environment’s concurrency is %s',
      async concurrency => {
        await start({ concurrency });
        const old = await portal.deploy(
          await portal.version('2.0.0'),
          laterBy(3_600_000),
        );
        const young = await portal.deploy(await portal.version('3.0.0'));
        expect(await portal.untilEnded(old)).toMatchObject({
          status: 'superseded',
        });
        expect(await portal.untilEnded(young)).toMatchObject({
          status: 'succeeded',
        });
      },
    );

    it.each([
      ['queue', 0, 1],
      ['supersede', 1, 0],
    ])(
      'with %s, plans with %s in the queue and %s warnings of a scheduled deployment',
      async (concurrency, ahead, warnings) => {
        await start({ concurrency });
        await portal.deploy(await portal.version('2.0.0'), {
          notBefore: '2199-01-01T10:00:00Z',
        });
        const { id: versionId } = await portal.version('3.0.0');
        const plan = await portal.engine.service.plan(
          { ...SERVICE_ENVIRONMENT, versionId },
          ALICE,
        );
        expect(plan.blockers).toEqual([]);
        expect(plan.queue?.ahead).toBe(ahead);
        expect(
          plan.warnings.filter(it => /^2.0.0 is scheduled for 2199/.test(it)),
        ).toHaveLength(warnings);
      },
    );

    it('refuses nothing because of a scheduled deployment', async () => {
      await start({ concurrency: 'refuse' });
      await portal.deploy(await portal.version('2.0.0'), laterBy(3_600_000));
      const id = await portal.deploy(await portal.version('3.0.0'));
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      await expect(
        portal.deploy(await portal.version('4.0.0'), laterBy(7_200_000)),
      ).rejects.toThrow(/one deployment of a service at a time/);
    });

    it('refuses a second deployment if the environment’s concurrency is refuse', async () => {
      await start({ concurrency: 'refuse' });
      await portal.engine.service.placeHold(SERVICE_ENVIRONMENT, 'wait', ALICE);
      const id = await portal.deploy(await portal.version('2.0.0'));
      await expect(
        portal.deploy(await portal.version('3.0.0')),
      ).rejects.toThrow(/one deployment of a service at a time/);
      await portal.engine.service.liftHold(SERVICE_ENVIRONMENT, 'go', ALICE);
      await portal.untilEnded(id);
    });

    it('rolls the lock owner back for a hotfix, which starts first', async () => {
      await start();
      target.measured = artifact =>
        artifact === 'sha256:2.0.0' ? undefined : { value: 1, samples: 90 };
      const owner = await portal.deploy(await portal.version('2.0.0'));
      await portal.until(owner, ({ status }) => status === 'waiting');
      const waiting = await portal.deploy(await portal.version('2.1.0'));
      const hotfix = await portal.deploy(await portal.version('2.0.1'), {
        hotfix: true,
      });
      expect(await portal.untilEnded(owner)).toMatchObject({
        status: 'rolled_back',
        rollback: { cause: 'takeover' },
      });
      expect(await portal.untilEnded(hotfix)).toMatchObject({
        status: 'succeeded',
      });
      expect((await blocked(waiting)).blockers).toContainEqual(
        expect.objectContaining({ kind: 'hold', deploymentId: owner }),
      );
    });

    it('blocks on drift until a person adopts it', async () => {
      await start();
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect((await blocked(id)).blockers).toMatchObject([{ kind: 'drift' }]);
      const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
      expect(row.drift).toMatchObject({
        expected: '1.0.0',
        observed: 'by-hand',
      });
      await portal.engine.service.resolveDrift(
        SERVICE_ENVIRONMENT,
        { choice: 'adopt', reason: 'emergency', seen: row.drift!.id },
        ALICE,
      );
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        snapshot: { baseline: { artifact: 'sha256:by-hand' } },
      });
    });

    it('overwrites exactly the drift that a person has accepted', async () => {
      await start();
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      const id = await portal.deploy(await portal.version('2.0.0'));
      await blocked(id);
      const overwrite = (seen: string) =>
        portal.engine.service.resolveDrift(
          SERVICE_ENVIRONMENT,
          { choice: 'overwrite', reason: 'ok', seen },
          ALICE,
        );
      const driftNow = async () =>
        (await portal.engine.reads.serviceEnvironments([SERVICE]))[0].drift!;
      const seen = await driftNow();
      target.meddle(SERVICE, 'production', 'sha256:by-hand-again');
      await expect(overwrite(seen.id)).rejects.toThrow(
        /changed since you loaded the page: 1.0.0 should run here, but by-hand-again does/,
      );
      // The new observation is stored even though the decision was refused.
      expect(await driftNow()).toMatchObject({ observed: 'by-hand-again' });
      await expect(overwrite(seen.id)).rejects.toThrow(/changed since/);
      expect((await portal.state(id)).status).toBe('queued');
      await overwrite((await driftNow()).id);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('refuses decisions about drift that does not exist or cannot be observed', async () => {
      await start();
      const decide = (seen = 'nothing yet') =>
        portal.engine.service.resolveDrift(
          SERVICE_ENVIRONMENT,
          { choice: 'adopt', reason: 'why not', seen },
          ALICE,
        );
      await expect(decide()).rejects.toThrow(/there is nothing to decide/);
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      target.observeFails = true;
      await expect(decide()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('the target is away'),
      });
      target.observeFails = false;
      // Nobody has seen the drift yet, so it is shown first.
      await expect(decide()).rejects.toThrow(
        /changed since you loaded the page/,
      );
      const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
      await decide(row.drift!.id);
      expect((await portal.serviceEnvironment()).current).toMatchObject({
        version: { name: 'by-hand' },
        verification: 'inconclusive',
      });
    });

    it('blocks while the target cannot be observed', async () => {
      await start();
      target.observeFails = true;
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect((await blocked(id)).blockers).toMatchObject([
        { kind: 'unobserved', overridable: false },
      ]);
      target.observeFails = false;
      await portal.engine.service.command(
        id,
        { type: 'cancel', commandId: 'cancel-it-now', reason: 'enough' },
        ALICE,
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'cancelled',
      });
      expect(target.effects).toEqual([]);
    });

    it('promotes only what was verified in the previous environment', async () => {
      await start({ promotesFrom: { environment: 'staging' } });
      const version = await portal.version('2.0.0');
      const id = await portal.deploy(version);
      expect((await blocked(id)).blockers).toMatchObject([
        { kind: 'promotion' },
      ]);
      await portal.untilEnded(
        await portal.deploy(version, { environment: 'staging' }),
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('promotes nothing from an environment with drift, even if the drift is accepted', async () => {
      await start({ promotesFrom: { environment: 'staging' } });
      const version = await portal.version('2.0.0');
      await portal.untilEnded(
        await portal.deploy(version, { environment: 'staging' }),
      );
      target.meddle(SERVICE, 'staging', 'sha256:9.9.9');
      const at = { service: SERVICE, environment: 'staging' };
      const observed = await target.observe({
        service: SERVICE,
        environment: { name: 'staging' },
      });
      await knex('service_environments')
        .where({ environment: 'staging' })
        .update({ observed: JSON.stringify(observed) });
      const staging = async () =>
        (await portal.engine.reads.serviceEnvironments([SERVICE])).find(
          ({ environment }) => environment === 'staging',
        );
      const seen = (await staging())!.drift!.id;
      await portal.engine.service.resolveDrift(
        at,
        { choice: 'overwrite', reason: 'a test of ours', seen },
        ALICE,
      );
      const id = await portal.deploy(version);
      const { blockers } = await portal.until(
        id,
        state => state.blockers.length > 0 || state.status !== 'queued',
      );
      expect(blockers).toMatchObject([{ kind: 'promotion' }]);
    });

    it('carries out exactly what was planned, and planning changes nothing', async () => {
      await start();
      const version = await portal.version('2.0.0');
      const request = {
        service: SERVICE,
        environment: 'production',
        versionId: version.id,
      };
      const plan = await portal.engine.service.plan(request, ALICE);
      expect(plan).toMatchObject({
        canStart: true,
        blockers: [],
        baseline: { name: '1.0.0' },
        rollbackTarget: { name: '1.0.0' },
        steps: [
          { id: 'canary', description: expect.stringContaining('10 %') },
          { id: 'watch', checks: [{ condition: '≥ 99 %' }] },
          { id: 'shift' },
          { id: 'verify' },
          { id: 'retire' },
        ],
      });
      expect(await knex('deployments').select()).toEqual([]);
      const id = await portal.deploy(version, { planHash: plan.planHash });
      const ended = await portal.untilEnded(id);
      expect(ended.planHash).toBe(plan.planHash);
      await expect(
        portal.deploy(await portal.version('3.0.0'), {
          planHash: plan.planHash,
        }),
      ).rejects.toThrow(/plan has changed/);
    });
  },
);
