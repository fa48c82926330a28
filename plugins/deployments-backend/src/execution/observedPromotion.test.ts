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
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'a promotion from an environment that a workflow deploys to on %s',
  databaseId => {
    let knex: Knex;
    let platform: TestTarget;
    let workflow: WorkflowTarget;
    let portal: TestPortal;

    /** Production, to which the workflow deploys here, is the source of `live`. */
    async function start(source: JsonObject, promotion: JsonObject = {}) {
      portal = await createTestPortal({
        knex,
        target: platform,
        targets: [workflow as DeploymentTarget],
        config: {
          deployments: {
            ...(CONFIG.deployments as JsonObject),
            environments: {
              production: { target: { provider: 'workflow' }, ...source },
              live: {
                target: { provider: 'test' },
                promotesFrom: { environment: 'production', ...promotion },
              },
            },
            goldenPaths: {
              web: {
                title: 'Web service',
                for: { kind: 'component' },
                steps: [
                  { id: 'deploy', use: 'deploy' },
                  { id: 'retire', use: 'finalize' },
                ],
              },
            },
          },
        },
      });
    }
    /** Stores 2.0.0 as deployed and verified by the workflow, without an observation, as after each deployment. */
    async function deployed() {
      const version = await portal.version('2.0.0');
      await portal.runs(version);
      await workflow.poll({
        ...({
          service: SERVICE,
          environment: { name: 'production', tier: 'other' },
        } as Parameters<WorkflowTarget['poll']>[0]),
        handle: await workflow.apply({
          idempotencyKey: 'd/deploy/1/1',
          intent: 'deploy',
          version: { name: '2.0.0', artifact: version.artifact },
        } as Parameters<WorkflowTarget['apply']>[0]),
      });
      expect((await portal.serviceEnvironment()).observed).toBeUndefined();
      return version;
    }
    const plan = async (versionId: string) =>
      portal.engine.service.plan(
        { service: SERVICE, environment: 'live', versionId },
        ALICE,
      );

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      platform = new TestTarget();
      workflow = new WorkflowTarget(platform);
    });
    afterEach(async () => {
      await knex.destroy();
    });

    it('is blocked if only the workflow says what runs there', async () => {
      await start({});
      const { id } = await deployed();
      expect((await plan(id)).blockers).toMatchObject([
        {
          kind: 'promotion',
          message: expect.stringContaining(
            'A pipeline reports that 2.0.0 runs in Production, but nothing has looked',
          ),
        },
      ]);
    });

    it('starts if the environment accepts what the workflow says', async () => {
      await start({}, { allowRecorded: true });
      const { id } = await deployed();
      expect((await plan(id)).blockers).toEqual([]);
    });

    it('starts if another provider sees the version there', async () => {
      await start({ observe: { provider: 'test' } });
      const { id } = await deployed();
      expect((await plan(id)).blockers).toEqual([]);
    });

    it('is blocked if that provider sees another version there', async () => {
      await start({ observe: { provider: 'test' } });
      const { id } = await deployed();
      platform.meddle(SERVICE, 'production', 'sha256:1.0.0');
      expect((await plan(id)).blockers).toMatchObject([
        {
          kind: 'promotion',
          message:
            'The running version in Production is not the deployed one: 2.0.0 should run here, but 1.0.0 does.',
        },
      ]);
    });

    it('is blocked while that provider can’t look', async () => {
      await start({ observe: { provider: 'test' } });
      const { id } = await deployed();
      const observe = platform.observe.bind(platform);
      platform.observe = async request => {
        if (request.environment.name === 'production') {
          throw new Error('the cluster is away');
        }
        return observe(request);
      };
      expect((await plan(id)).blockers).toMatchObject([
        {
          kind: 'promotion',
          message: expect.stringContaining(
            'could not be read: the cluster is away. Slipway tries again every 30 s.',
          ),
        },
      ]);
    });
  },
);
