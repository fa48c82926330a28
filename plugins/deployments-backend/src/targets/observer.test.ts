import { TestDatabases } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  ENTITY,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { createLiveServiceEnvironments } from './liveServiceEnvironment';
import { observeDue } from './observeDue';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** The pipeline changes; the cluster says what runs. */
const config = {
  deployments: {
    ...(CONFIG.deployments as JsonObject),
    environments: {
      staging: { tier: 'staging', target: { provider: 'test' } },
      production: {
        tier: 'production',
        target: { provider: 'test', workflow: 'deploy.yml' },
        observe: { provider: 'cluster', workload: '{{ service.name }}' },
      },
    },
  },
};

describe.each(databases.eachSupportedId())(
  'an environment that another provider observes on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;
    /** The settings of each observation by the cluster. */
    let asked: JsonObject[];
    let cluster: DeploymentTarget;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      asked = [];
      const observe = target.observe.bind(target);
      cluster = {
        ...new TestTarget(),
        id: 'cluster',
        capabilities: [],
        validateSettings: () => [],
        observe: async request => {
          asked.push(request.settings);
          return observe(request);
        },
      } as Partial<DeploymentTarget> as DeploymentTarget;
      target.observe = async ({ environment }) => {
        if (environment.name === 'production') {
          throw new Error('A pipeline can only say what it did');
        }
        return { at: 1, instances: [] };
      };
      portal = await createTestPortal({
        knex,
        target,
        config,
        targets: [cluster],
      });
      await portal.runs(await portal.version('1.0.0'));
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const expectOnlyClusterSettings = () => {
      expect(asked.length).toBeGreaterThan(0);
      for (const settings of asked) {
        expect(settings).toEqual({ workload: 'checkout' });
      }
    };

    it('is observed by it on a schedule, and has its drift', async () => {
      target.meddle(SERVICE, 'production', 'sha256:by-hand');
      await observeDue(
        { ...portal.options, observeEveryMs: 3600_000 },
        new AbortController().signal,
      );
      const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
      expect(row).toMatchObject({
        observed: { instances: [{ artifact: 'sha256:by-hand' }] },
        drift: { expected: '1.0.0', observed: 'by-hand' },
      });
      expectOnlyClusterSettings();
    });

    it('is read live from it', async () => {
      const { model, registry, logger } = portal.options;
      const live = createLiveServiceEnvironments({
        model,
        providers: registry,
        reads: { subscribe: () => () => {} },
        versions: portal.engine.versions,
        logger,
      });
      const production = model.environments.find(
        ({ name }) => name === 'production',
      )!;
      expect(await live.read(SERVICE, ENTITY, production)).toMatchObject({
        observation: { instances: [{ artifact: 'sha256:1.0.0' }] },
      });
      expectOnlyClusterSettings();
    });

    it('has in its plan the baseline that it sees, and no drift blocker', async () => {
      const version = await portal.version('2.0.0');
      const plan = await portal.engine.service.plan(
        {
          service: SERVICE,
          environment: 'production',
          versionId: version.id,
        },
        ALICE,
      );
      expect(plan.blockers).toEqual([]);
      expect(plan.baseline).toMatchObject({ name: '1.0.0' });
      expectOnlyClusterSettings();
    });

    it('is changed by its target, and a rollback counts once the provider sees the old version', async () => {
      target.measured = artifact => ({
        value: artifact === 'sha256:2.0.0' ? 0 : 1,
        samples: 100,
      });
      await portal.engine.start();
      const id = await portal.deploy(await portal.version('2.0.0'));
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
      });
      expect(
        target.effects.find(({ name }) => name === 'apply')?.settings,
      ).toEqual({ workflow: 'deploy.yml' });
      expectOnlyClusterSettings();
    });
  },
);
