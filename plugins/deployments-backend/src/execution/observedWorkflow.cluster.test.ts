import { TestDatabases } from '@backstage/backend-test-utils';
import { describeWithCluster } from '@slipway/backstage-plugin-deployments-test-cluster';
import type { Knex } from 'knex';
import { expectReplay } from '../application/__testUtils__/testPortal';
import {
  pushImages,
  startGitHubWithCluster,
  type GitHubWithCluster,
  type Images,
} from './__testUtils__/gitHubWithCluster';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describeWithCluster(
  'a GitHub workflow that Kubernetes observes, configured by app-config.github.yaml',
  cluster => {
    let images: Images;
    let knex: Knex;
    let shop: GitHubWithCluster;

    /** Starts everything, and lets the workflow deploy 1.0.0. */
    async function start({ confirmWithinMs }: { confirmWithinMs: number }) {
      shop = await startGitHubWithCluster({
        cluster,
        knex,
        images,
        confirmWithinMs,
      });
      const first = await shop.untilEnded(await shop.deploy('1.0.0'));
      expect(first).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      expect(await shop.fetchVersion('1.0.0')).toBe('1.0.0');
    }
    const readStaging = () => shop.portal.serviceEnvironment('staging');

    beforeAll(async () => {
      images = await pushImages(cluster);
    });
    beforeEach(async () => {
      knex = await databases.init('SQLITE_3');
    });
    afterEach(async () => {
      await shop.dispose();
      await expectReplay(knex);
      await knex.destroy();
    });

    it('succeeds once Kubernetes shows the version, not when the run has succeeded', async () => {
      await start({ confirmWithinMs: 90_000 });
      shop.job = shop.applyPaused;
      const id = await shop.deploy('1.1.0');
      const waiting = await shop.until(id, ({ steps }) =>
        Boolean(steps[0]?.message?.includes('Waiting until')),
      );
      expect(waiting).toMatchObject({
        status: 'running',
        steps: [
          {
            message:
              'The target reports success. Waiting until kubernetes sees 1.1.0: it reports 1.0.0 with 100 %',
          },
          { status: 'pending' },
          { status: 'pending' },
        ],
      });
      expect(shop.gitHub.runs().at(-1)).toMatchObject({
        inputs: { version: '1.1.0', environment: 'staging' },
        conclusion: 'success',
      });
      expect(await shop.fetchVersion('1.0.0')).toBe('1.0.0');

      await shop.resume();
      expect(await shop.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      expect(await shop.fetchVersion('1.1.0')).toBe('1.1.0');
      expect(await readStaging()).toMatchObject({
        current: { version: { name: '1.1.0' } },
        lastKnownGood: { version: { name: '1.1.0' } },
      });
      expect(shop.listDispatchedImages()).toEqual([
        images['1.0.0'],
        images['1.1.0'],
      ]);
    });

    it('does not succeed if the run succeeds and changed nothing', async () => {
      await start({ confirmWithinMs: 10_000 });
      shop.job = async () => {};
      expect(await shop.untilEnded(await shop.deploy('1.1.0'))).toMatchObject({
        // Kubernetes shows that 1.0.0 takes all traffic.
        status: 'rolled_back',
        rollback: { to: { name: '1.0.0' }, verification: 'passed' },
        steps: [
          {
            status: 'failed',
            error: {
              code: 'not-observed',
              message: expect.stringContaining(
                "The target reports success, but kubernetes doesn't see 1.1.0: it reports 1.0.0 with 100 %",
              ),
            },
          },
          { status: 'pending' },
          { status: 'pending' },
        ],
      });
      expect(await shop.fetchVersion('1.0.0')).toBe('1.0.0');
      expect(await readStaging()).toMatchObject({
        current: { version: { name: '1.0.0' } },
        hold: { reason: expect.stringContaining('1.1.0') },
      });
    });

    /** Deploys 1.2.0, which fails its check, and waits until the workflow has run for the rollback. */
    async function deployBadVersion(rollbackJob: GitHubWithCluster['job']) {
      shop.job = image =>
        image === images['1.2.0'] ? shop.rollOut(image) : rollbackJob(image);
      const id = await shop.deploy('1.2.0');
      const rollingBack = await shop.until(id, ({ rollback }) =>
        Boolean(
          rollback?.steps.some(({ message }) =>
            message?.includes('Waiting until'),
          ),
        ),
      );
      expect(rollingBack).toMatchObject({
        status: 'rolling_back',
        steps: [
          { status: 'succeeded' },
          {
            status: 'failed',
            error: {
              code: 'check-failed',
              message: expect.stringMatching(
                /^responds failed for \d+(?:\.\d+)?\ss: the status was 500 instead of 200$/,
              ),
            },
          },
          { status: 'pending' },
        ],
        rollback: {
          to: { name: '1.0.0' },
          steps: [
            {
              action: 'restore',
              message:
                'The target reports success. Waiting until kubernetes sees 1.0.0: it reports 1.2.0 with 100 %',
            },
            { action: 'verify', status: 'pending' },
          ],
        },
      });
      expect(shop.gitHub.runs().at(-1)).toMatchObject({
        inputs: { version: '1.0.0', environment: 'staging' },
        conclusion: 'success',
      });
      expect(await shop.fetchVersion('1.2.0')).toBe('1.2.0');
      return id;
    }

    it('is rolled back by a run with the previous version, once Kubernetes shows that version', async () => {
      await start({ confirmWithinMs: 90_000 });
      const id = await deployBadVersion(shop.applyPaused);

      await shop.resume();
      expect(await shop.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: { to: { name: '1.0.0' }, verification: 'passed' },
      });
      expect(await shop.fetchVersion('1.0.0')).toBe('1.0.0');
      expect(await readStaging()).toMatchObject({
        current: { version: { name: '1.0.0' } },
        hold: { reason: expect.stringContaining('1.2.0') },
      });
      expect(shop.listDispatchedImages()).toEqual([
        images['1.0.0'],
        images['1.2.0'],
        images['1.0.0'],
      ]);
    });

    it('is not rolled back if the run with the previous version succeeds and Kubernetes still shows the bad one', async () => {
      await start({ confirmWithinMs: 10_000 });
      const id = await deployBadVersion(async () => {});

      expect(await shop.untilEnded(id)).toMatchObject({
        status: 'rollback_failed',
        message: expect.stringContaining(
          "The target reports success, but kubernetes doesn't see 1.0.0: it reports 1.2.0 with 100 %",
        ),
      });
      expect(await shop.fetchVersion('1.2.0')).toBe('1.2.0');
      expect(await readStaging()).toMatchObject({
        current: { version: { name: '1.2.0' }, verification: 'failed' },
        hold: { reason: expect.stringContaining('failed') },
      });
    });
  },
);
