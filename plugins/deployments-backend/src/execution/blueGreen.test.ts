import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import {
  bootLocalTarget,
  listScriptVersions,
} from '../targets/__testUtils__/bootLocalTarget';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** A server that reports its version and its process. */
const SERVER = `
  const [version] = process.argv.slice(1);
  require('http').createServer((_, response) => response.end(version + ' ' + process.pid))
    .listen(process.env.PORT, process.env.HOST);`;

const config: JsonObject = {
  deployments: {
    ...(CONFIG.deployments as JsonObject),
    environments: {
      production: { tier: 'production', target: { provider: 'local' } },
    },
    goldenPaths: {
      web: {
        title: 'Web service, blue-green',
        for: { kind: 'component' },
        steps: [
          { id: 'bring-up', use: 'deploy', with: { strategy: 'blue-green' } },
          { id: 'switch', use: 'traffic', with: { weight: 100 } },
          {
            id: 'keep-previous',
            use: 'wait',
            with: { for: '1h' },
            // The first version has nothing to go back to.
            if: { 'version.flags': { $contains: 'second' } },
          },
          { id: 'retire', use: 'finalize' },
        ],
        onFailure: 'rollback',
      },
    },
  },
};

describe.each(databases.eachSupportedId())(
  'a blue-green deployment that keeps the previous version for a time, on %s',
  databaseId => {
    let target: DeploymentTarget;
    let portal: TestPortal;
    let stop: (() => Promise<void>)[];

    beforeEach(async () => {
      const local = await bootLocalTarget(() =>
        listScriptVersions(SERVER, ['1.0.0', '1.1.0']),
      );
      target = local.target;
      stop = [local.stop];
      const knex = await databases.init(databaseId);
      portal = await createTestPortal({
        knex,
        target: new TestTarget(),
        targets: [target],
        config,
      });
      await portal.engine.start();
      stop.push(async () => {
        await portal.engine.stop();
        await expectReplay(knex);
      });
    });
    afterEach(async () => {
      for (const one of stop.reverse()) await one();
    });

    const observe = () =>
      target.observe({
        service: SERVICE,
        environment: { name: 'production', tier: 'production' },
        settings: {},
        signal: AbortSignal.timeout(10_000),
      });
    const listRunning = async () =>
      (await observe()).instances.map(({ versionName, weight }) => ({
        versionName,
        weight,
      }));
    /** What users get at the stable URL: version and process id. */
    const visit = async () => {
      const { url } = await observe();
      return (await fetch(url!)).text();
    };
    const register = async (name: string, flags: string[] = []) =>
      (
        await portal.engine.versions.register(
          SERVICE,
          { name, artifact: `sha256:${name}`, flags },
          ALICE,
        )
      ).version;

    it('is rolled back by a switch alone: the process of the previous version is still running', async () => {
      const first = await portal.deploy(await register('1.0.0'));
      expect((await portal.untilEnded(first)).status).toBe('succeeded');
      const before = await visit();
      expect(before).toMatch(/^1\.0\.0 \d+$/);

      const id = await portal.deploy(await register('1.1.0', ['second']));
      await portal.until(
        id,
        ({ steps }) =>
          steps.some(
            step => step.id === 'keep-previous' && step.status === 'running',
          ),
        'it waits before finalize',
      );
      expect(await visit()).toMatch(/^1\.1\.0 \d+$/);
      expect(await listRunning()).toEqual([
        { versionName: '1.0.0', weight: 0 },
        { versionName: '1.1.0', weight: 100 },
      ]);

      await portal.engine.service.command(
        id,
        {
          type: 'rollback',
          commandId: 'press-rollback',
          reason: 'orders are missing',
        },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('rolled_back');
      expect(await visit()).toBe(before);
      expect(await listRunning()).toEqual([
        { versionName: '1.0.0', weight: 100 },
      ]);
    });
  },
);
