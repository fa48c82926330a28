import { TestDatabases } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { WorkflowTarget } from '../application/__testUtils__/WorkflowTarget';
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

/** A workflow deploys to production, and the cluster says what runs there. */
function configure(steps: JsonObject[]): JsonObject {
  return {
    deployments: {
      ...(CONFIG.deployments as JsonObject),
      environments: {
        production: {
          tier: 'production',
          target: { provider: 'workflow' },
          observe: { provider: 'test' },
        },
      },
      goldenPaths: {
        web: {
          title: 'Web service, by a workflow',
          for: { kind: 'component' },
          steps,
        },
      },
    },
  };
}

const DEPLOY = { id: 'deploy', use: 'deploy', onFailure: 'rollback' };
/** Ends the deployment as failed after the version was deployed. */
const BREAK = {
  id: 'break',
  use: 'http-job',
  with: { url: 'http://127.0.0.1:1/fail' },
  changes: 'none',
  retry: { attempts: 1 },
  onFailure: 'rollback',
};

describe.each(databases.eachSupportedId())(
  'a workflow that another provider observes on %s',
  databaseId => {
    let knex: Knex;
    let platform: TestTarget;
    let workflow: WorkflowTarget;
    let portal: TestPortal;

    async function start(steps: JsonObject[] = [DEPLOY]) {
      portal = await createTestPortal({
        knex,
        target: platform,
        targets: [workflow as DeploymentTarget],
        config: configure(steps),
        confirmWithinMs: 3_000,
      });
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
    }
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      platform = new TestTarget();
      workflow = new WorkflowTarget(platform);
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const traffic = () => platform.traffic(SERVICE, 'production');
    const deploy = async () => portal.deploy(await portal.version('2.0.0'));

    it('succeeds once the provider sees the version', async () => {
      await start();
      workflow.isDone = false;
      const id = await deploy();
      await portal.until(id, ({ steps }) =>
        Boolean(steps[0]?.message?.includes('workflow is running')),
      );
      workflow.isDone = true;
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
      expect(await portal.serviceEnvironment()).toMatchObject({
        current: { version: { name: '2.0.0' } },
      });
    });

    it('is still running while it reports success and the provider sees the old version', async () => {
      await start();
      workflow.work = () => {};
      const id = await deploy();
      const waiting = await portal.until(id, ({ steps }) =>
        Boolean(steps[0]?.message?.includes('Waiting until test sees')),
      );
      expect(waiting).toMatchObject({
        status: 'running',
        steps: [
          {
            message:
              'The target reports success. Waiting until test sees 2.0.0: it reports 1.0.0 with 100 %',
          },
        ],
      });
      workflow.deploy({ artifact: 'sha256:2.0.0' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(workflow.runs).toHaveLength(1);
    });

    it('that reports success but changed nothing does not succeed', async () => {
      await start();
      workflow.work = () => {};
      const id = await deploy();
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        // Rolled back, because the provider sees that the old version serves.
        status: 'rolled_back',
        rollback: { to: { name: '1.0.0' } },
        steps: [
          {
            status: 'failed',
            error: {
              code: 'not-observed',
              message: expect.stringContaining(
                "The target reports success, but test doesn't see 2.0.0: it reports 1.0.0 with 100 %",
              ),
            },
          },
        ],
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      expect(await portal.serviceEnvironment()).toMatchObject({
        current: { version: { name: '1.0.0' } },
        hold: { reason: expect.stringContaining('2.0.0') },
      });
    });

    it('does not succeed while the provider can’t look', async () => {
      await start();
      workflow.work = run => {
        workflow.deploy(run);
        platform.observeFails = true;
      };
      const id = await deploy();
      await portal.until(id, ({ steps }) =>
        Boolean(
          steps[0]?.message?.includes('could not be asked: the target is away'),
        ),
      );
      platform.observeFails = false;
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('is confirmed after a restart of the portal without another run', async () => {
      await start();
      workflow.work = () => {};
      const id = await deploy();
      await portal.until(id, ({ steps }) =>
        Boolean(steps[0]?.message?.includes('Waiting until test sees')),
      );
      await portal.engine.stop();
      workflow.deploy({ artifact: 'sha256:2.0.0' });
      await start();
      // Starting the test's portal stored 1.0.0 as running.
      workflow.deploy({ artifact: 'sha256:2.0.0' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      expect(workflow.runs).toHaveLength(1);
    });

    it('that reports a removal has removed it once the provider sees nothing', async () => {
      await start();
      const remove = async () => {
        const { id } = await portal.engine.service.create(
          { service: SERVICE, environment: 'production', kind: 'remove' },
          ALICE,
        );
        return id;
      };
      const id = await remove();
      await portal.until(id, ({ steps }) =>
        Boolean(
          steps[0]?.message?.includes(
            'Waiting until test sees that nothing runs any more: it reports 1.0.0 with 100 %',
          ),
        ),
      );
      platform.meddle(SERVICE, 'production', undefined);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
      await portal.runs(await portal.version('1.0.0'));
      const failed = await portal.until(
        await remove(),
        ({ decision }) => decision !== undefined,
      );
      expect(failed).toMatchObject({
        status: 'waiting',
        steps: [{ status: 'failed', error: { code: 'not-observed' } }],
      });
    });

    it('is rolled back by another run once the provider sees the earlier version', async () => {
      await start([DEPLOY, BREAK]);
      workflow.work = run => {
        if (run.intent !== 'rollback') workflow.deploy(run);
      };
      const id = await deploy();
      const waiting = await portal.until(id, ({ rollback }) =>
        Boolean(
          rollback?.steps.some(step =>
            step.message?.includes('Waiting until test sees 1.0.0'),
          ),
        ),
      );
      expect(waiting.status).toBe('rolling_back');
      expect(workflow.runs.map(({ artifact }) => artifact)).toEqual([
        'sha256:2.0.0',
        'sha256:1.0.0',
      ]);
      workflow.deploy({ artifact: 'sha256:1.0.0' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: { to: { name: '1.0.0' } },
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
      expect(workflow.runs).toHaveLength(2);
    });

    it.each([
      ['reports success but changed nothing', () => {}],
      [
        'cannot be confirmed, because the provider can’t look',
        () => {
          platform.observeFails = true;
        },
      ],
    ])(
      'is not rolled back, but on hold, if the rollback %s',
      async (_, onRollback) => {
        await start([DEPLOY, BREAK]);
        workflow.work = run => {
          if (run.intent === 'rollback') onRollback();
          else workflow.deploy(run);
        };
        const id = await deploy();
        expect(await portal.untilEnded(id)).toMatchObject({
          status: 'rollback_failed',
          message: expect.stringContaining(
            "The target reports success, but test doesn't see 1.0.0",
          ),
        });
        expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
        expect(await portal.serviceEnvironment()).toMatchObject({
          current: { version: { name: '2.0.0' }, verification: 'failed' },
          hold: { reason: expect.stringContaining('failed') },
        });
        platform.observeFails = false;
        await expect(
          portal.engine.service.plan(
            {
              service: SERVICE,
              environment: 'production',
              versionId: (await portal.version('3.0.0')).id,
            },
            ALICE,
          ),
        ).resolves.toMatchObject({ blockers: [{ kind: 'hold' }] });
      },
    );
  },
);
