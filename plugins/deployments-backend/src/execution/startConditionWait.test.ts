import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  EvaluateStartConditionRequest,
  StartConditionProvider,
  StartConditionResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { z } from 'zod';
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

/** Another system that says whether deployments may start. It outlives the portals of a test, as a real one does. */
class ChangeSystem implements StartConditionProvider<{ calendar: string }> {
  readonly id = 'calendar';
  readonly schema = z.strictObject({ calendar: z.string() });
  readonly asked: EvaluateStartConditionRequest<{ calendar: string }>[] = [];
  answer: (
    calendar: string,
  ) => StartConditionResult | Promise<StartConditionResult> = () => ({
    state: 'met',
  });

  describe({ calendar }: { calendar: string }) {
    return `the calendar ${calendar} is free`;
  }

  findProblems({ calendar }: { calendar: string }) {
    return calendar === 'closed' ? ['calendar: does not exist'] : [];
  }

  async evaluate(request: EvaluateStartConditionRequest<{ calendar: string }>) {
    this.asked.push(request);
    return this.answer(request.with.calendar);
  }
}

const CONDITIONS = {
  releases: { provider: 'calendar', calendar: '{{ service.name }}' },
};

describe.each(databases.eachSupportedId())(
  'start conditions on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let system: ChangeSystem;
    let portal: TestPortal;

    async function openPortal(startConditions: object = CONDITIONS) {
      const config = JSON.parse(JSON.stringify(CONFIG));
      config.deployments.environments.production.startConditions =
        startConditions;
      portal = await createTestPortal({
        knex,
        target,
        config,
        startConditionProviders: [system as unknown as StartConditionProvider],
      });
    }
    async function start(startConditions?: object) {
      await openPortal(startConditions);
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
    }
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      system = new ChangeSystem();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const unmet = () => ({
      state: 'unmet' as const,
      message: 'A release runs.',
    });
    const traffic = () => target.traffic(SERVICE, 'production');
    const blocked = (id: string) =>
      portal.until(id, ({ blockers }) => blockers.length > 0, 'it was blocked');
    const readWakeAt = async (id: string) =>
      Number((await knex('deployments').where({ id }).first()).wake_at);
    /** Lets the next evaluation happen now instead of in 15 s. */
    async function wake(id: string) {
      await knex('deployments').where({ id }).update({ wake_at: 1 });
    }

    it('that are met let a deployment start with its request', async () => {
      await start();
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(system.asked).toMatchObject([
        {
          service: SERVICE,
          environment: { name: 'production', tier: 'production' },
          with: { calendar: 'checkout' },
          version: { name: '2.0.0' },
        },
      ]);
    });

    it('that are not met keep a deployment queued, and it starts by itself once they are', async () => {
      await start();
      const until = Date.now() + 3_600_000;
      system.answer = () => ({
        ...unmet(),
        until,
        links: [{ title: 'Calendar', url: 'https://calendar.example.com' }],
      });
      const version = await portal.version('2.0.0');
      const request = {
        service: SERVICE,
        environment: 'production',
        versionId: version.id,
      };
      const blocker = {
        kind: 'condition',
        condition: 'releases',
        message: 'A release runs.',
        until: new Date(until).toISOString(),
        links: [{ title: 'Calendar', url: 'https://calendar.example.com' }],
        overridable: true,
      };
      expect(await portal.engine.service.plan(request, ALICE)).toMatchObject({
        canStart: false,
        blockers: [blocker],
      });
      const id = await portal.deploy(version);
      const before = Date.now();
      expect(await blocked(id)).toMatchObject({
        status: 'queued',
        blockers: [blocker],
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      const wakeAt = await readWakeAt(id);
      expect(wakeAt).toBeLessThanOrEqual(Date.now() + 15_000);
      expect(wakeAt).toBeGreaterThan(before + 10_000);

      system.answer = () => ({ state: 'met' });
      await wake(id);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
    });

    it('are all asked, and each one that is not met has its blocker', async () => {
      await start({
        releases: CONDITIONS.releases,
        people: { provider: 'calendar', calendar: 'people' },
        fire: { provider: 'calendar', calendar: 'fire' },
      });
      system.answer = calendar => {
        if (calendar === 'fire') throw new Error('status 503');
        return calendar === 'people'
          ? { state: 'unmet', message: 'Nobody is there.' }
          : { state: 'met' };
      };
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect((await blocked(id)).blockers).toMatchObject([
        { condition: 'people', message: 'Nobody is there.' },
        {
          condition: 'fire',
          message:
            'The start condition "fire" (the calendar fire is free) could not be checked: status 503. Slipway keeps asking.',
        },
      ]);
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      system.answer = () => ({ state: 'met' });
      await wake(id);
      await portal.untilEnded(id);
    });

    it('that nobody answers block for as long as the call may take, not forever', async () => {
      await start();
      system.answer = () => new Promise(() => {});
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect(await blocked(id)).toMatchObject({
        status: 'queued',
        blockers: [
          {
            kind: 'condition',
            message: expect.stringContaining('no response within 5 s'),
          },
        ],
      });
      expect(system.asked[0].signal.aborted).toBe(true);
      system.answer = () => ({ state: 'met' });
      await wake(id);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('still apply after a restart of the portal, which asks again', async () => {
      await start();
      system.answer = unmet;
      const id = await portal.deploy(await portal.version('2.0.0'));
      await blocked(id);
      await portal.engine.stop();
      const asked = system.asked.length;

      await openPortal();
      await portal.engine.start();
      while (system.asked.length === asked) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      expect(await portal.state(id)).toMatchObject({ status: 'queued' });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      await portal.engine.stop();

      // While no portal runs, the condition becomes true.
      system.answer = () => ({ state: 'met' });
      await openPortal();
      await portal.engine.start();
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('are bypassed by a rollback', async () => {
      await start();
      await portal.untilEnded(
        await portal.deploy(await portal.version('2.0.0')),
      );
      system.answer = unmet;
      const asked = system.asked.length;
      const id = await portal.deploy(await portal.version('1.0.0'), {
        kind: 'rollback',
      });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      expect(system.asked).toHaveLength(asked);
    });

    it('hold up a hotfix too, until a person overrides them by name', async () => {
      await start();
      system.answer = unmet;
      const id = await portal.deploy(await portal.version('2.0.1'), {
        hotfix: true,
      });
      await blocked(id);
      await portal.engine.service.command(
        id,
        { type: 'override', commandId: 'o-1', reason: 'Fixes the incident' },
        ALICE,
      );
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        overridden: [
          {
            kind: 'condition',
            conditions: ['releases'],
            by: 'user:default/alice',
            reason: 'Fixes the incident',
          },
        ],
      });
    });

    it('are asked less often while something else blocks as well', async () => {
      await start();
      system.answer = unmet;
      await portal.engine.service.placeHold(
        { service: SERVICE, environment: 'production' },
        'wait',
        ALICE,
      );
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect((await blocked(id)).blockers.map(({ kind }) => kind)).toEqual([
        'hold',
        'condition',
      ]);
      expect(await readWakeAt(id)).toBeGreaterThan(Date.now() + 30_000);
    });

    it('that can never be met are problems of the plan', async () => {
      await start({ releases: { provider: 'calendar', calendar: 'closed' } });
      const version = await portal.version('2.0.0');
      await expect(portal.deploy(version)).rejects.toThrow(
        `This deployment can't start. Start condition "releases": calendar: does not exist`,
      );
    });

    it('apply to a restart and a removal of what runs', async () => {
      await start();
      system.answer = unmet;
      for (const kind of ['restart', 'remove'] as const) {
        const plan = await portal.engine.service.plan(
          { service: SERVICE, environment: 'production', kind },
          ALICE,
        );
        expect(plan.blockers).toMatchObject([{ kind: 'condition' }]);
      }
      expect(system.asked.map(({ version }) => version?.name)).toEqual([
        '1.0.0',
        undefined,
      ]);
    });

    it('do not change what was approved', async () => {
      await start();
      const version = await portal.version('2.0.0');
      const request = {
        service: SERVICE,
        environment: 'production',
        versionId: version.id,
      };
      const before = await portal.engine.service.plan(request, ALICE);
      await portal.engine.stop();
      system.answer = unmet;
      await openPortal({ other: CONDITIONS.releases });
      await portal.engine.start();
      const after = await portal.engine.service.plan(request, ALICE);
      expect(after.blockers).toMatchObject([{ condition: 'other' }]);
      expect(after.planHash).toBe(before.planHash);
    });
  },
);
