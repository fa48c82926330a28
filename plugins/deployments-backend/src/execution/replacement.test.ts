import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  configureRollout,
  TestAnalyst,
} from '../application/__testUtils__/rollout';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'a new version during a rollout on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let analyst: TestAnalyst;
    let portal: TestPortal;

    beforeEach(async () => {
      target = new TestTarget();
      analyst = new TestAnalyst();
      // 2.0.0 never gets beyond its first stage; 3.0.0 reaches all of the traffic.
      analyst.decide = ({ version }) => ({
        decision: version.name === '2.0.0' ? 'continue' : 'advance',
      });
      knex = await databases.init(databaseId);
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const request = { service: SERVICE, environment: 'production' };
    const create = async (name: string, mayRollBack: boolean) =>
      portal.engine.service.create(
        { ...request, versionId: (await portal.version(name)).id },
        ALICE,
        undefined,
        mayRollBack,
      );
    /** Starts a portal in which 1.0.0 runs and 2.0.0 has a share of the traffic. */
    const rollOut = async (concurrency: string) => {
      portal = await createTestPortal({
        knex,
        target,
        analyst,
        config: configureRollout(
          { analysis: 'web', stages: [{ weight: 10 }] },
          { environment: { concurrency } },
        ),
      });
      await portal.runs(await portal.version('1.0.0'));
      await portal.engine.start();
      const { id } = await create('2.0.0', false);
      await portal.until(id, ({ trafficWeight }) => trafficWeight === 10);
      return id;
    };
    const traffic = () => target.traffic(SERVICE, 'production');

    it('rolls it back and starts, if the environment replaces running deployments', async () => {
      const first = await rollOut('replace');
      const { id } = await create('3.0.0', true);
      expect(await portal.untilEnded(first)).toMatchObject({
        status: 'rolled_back',
        rollback: { cause: 'takeover', replacedBy: id },
      });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        replaces: first,
        snapshot: { baseline: { name: '1.0.0' } },
      });
      expect(traffic()).toEqual({ 'sha256:3.0.0': 100 });
      expect(target.instances(SERVICE, 'production')).toHaveLength(1);
      // The replaced deployment did not fail, so it leaves no hold.
      expect((await portal.serviceEnvironment()).hold).toBeUndefined();
    });

    it('says so in the plan before a person confirms it', async () => {
      await rollOut('replace');
      const { id: versionId } = await portal.version('3.0.0');
      const plan = await portal.engine.service.plan(
        { ...request, versionId },
        ALICE,
      );
      expect(plan.warnings).toContain(
        'The deployment of 2.0.0 is in progress. It is rolled back before this one starts.',
      );
      expect(plan.blockers).toMatchObject([
        {
          kind: 'slot',
          message: expect.stringContaining('It is rolled back for this one.'),
        },
      ]);
      expect(traffic()).toEqual({ 'sha256:1.0.0': 90, 'sha256:2.0.0': 10 });
    });

    it('is refused to people who may not roll back, and changes nothing', async () => {
      const first = await rollOut('replace');
      await expect(create('3.0.0', false)).rejects.toThrow(
        'would roll back the deployment of 2.0.0',
      );
      expect(await portal.state(first)).not.toHaveProperty('rollback');
      expect(traffic()).toEqual({ 'sha256:1.0.0': 90, 'sha256:2.0.0': 10 });
    });

    it.each(['queue', 'supersede'])(
      'waits until it has ended, if the environment says %s',
      async concurrency => {
        const first = await rollOut(concurrency);
        const { id } = await create('3.0.0', true);
        await portal.until(id, ({ blockers }) =>
          blockers.some(({ kind }) => kind === 'slot'),
        );
        expect(await portal.state(first)).not.toHaveProperty('rollback');
        analyst.decide = () => ({ decision: 'advance' });
        expect(await portal.untilEnded(first)).toMatchObject({
          status: 'succeeded',
        });
        expect(await portal.untilEnded(id)).toMatchObject({
          status: 'succeeded',
          snapshot: { baseline: { name: '2.0.0' } },
        });
        expect(traffic()).toEqual({ 'sha256:3.0.0': 100 });
      },
    );

    it('leaves the hold of a rollout that failed by itself meanwhile', async () => {
      const first = await rollOut('replace');
      // The newer deployment waits for its time, so the older one fails first.
      const { id } = await portal.engine.service.create(
        {
          ...request,
          versionId: (await portal.version('3.0.0')).id,
          notBefore: new Date(Date.now() + 3_600_000).toISOString(),
        },
        ALICE,
        undefined,
        true,
      );
      analyst.decide = () => ({ decision: 'rollback' });
      expect(await portal.untilEnded(first)).toMatchObject({
        status: 'rolled_back',
        rollback: { cause: 'failure' },
      });
      expect((await portal.serviceEnvironment()).hold).toMatchObject({
        deploymentId: first,
      });
      expect((await portal.state(id)).status).toBe('queued');
    });
  },
);
