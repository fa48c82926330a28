import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { readWatch } from '../persistence/repositories/watches';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import {
  bootLocalTarget,
  listScriptVersions,
} from '../targets/__testUtils__/bootLocalTarget';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const settings = { instances: 4, rolling: { maxUnavailable: 1, surge: 1 } };

/**
 * A server that reports its version. The version `broken` exits from its third process on, and a version with a file
 * `<name>.sick` is not healthy.
 */
const SERVER = `
  const fs = require('fs'), [version, file] = process.argv.slice(1);
  fs.appendFileSync(file, 'x');
  if (version === 'broken' && fs.readFileSync(file).length > 2) process.exit(3);
  require('http').createServer((request, response) => {
    const isSick = request.url === '/health' && fs.existsSync(file + '.sick');
    response.statusCode = isSick ? 500 : 200;
    response.end(version);
  }).listen(process.env.PORT, process.env.HOST);`;

/** @param overrides - of the golden path */
function toConfig(overrides: JsonObject = {}): JsonObject {
  return {
    deployments: {
      ...(CONFIG.deployments as JsonObject),
      environments: {
        production: {
          tier: 'production',
          target: { provider: 'local', ...settings },
        },
      },
      checks: {
        health: {
          provider: 'http',
          url: '{{ candidate.url }}/health',
          passes: { status: 200 },
          every: { milliseconds: 50 },
        },
      },
      goldenPaths: {
        web: {
          title: 'Web service, rolling',
          for: { kind: 'component' },
          steps: [
            {
              id: 'deploy',
              use: 'deploy',
              with: { strategy: 'rolling' },
              retry: { attempts: 1 },
            },
            {
              id: 'verify',
              use: 'check',
              with: { checks: ['health'], for: { milliseconds: 60 } },
            },
            { id: 'retire', use: 'finalize' },
          ],
          onFailure: 'rollback',
          ...overrides,
        },
      },
    },
  };
}

describe.each(databases.eachSupportedId())(
  'a rolling deployment on the local target on %s',
  databaseId => {
    let dataDir: string;
    let target: DeploymentTarget;
    let stop: (() => Promise<void>)[];

    beforeEach(async () => {
      const local = await bootLocalTarget(folder =>
        listScriptVersions(SERVER, ['1.0.0', '1.1.0', 'broken'], name => [
          path.join(folder, name),
        ]),
      );
      target = local.target;
      dataDir = local.dataDir;
      stop = [local.stop];
    });
    afterEach(async () => {
      for (const one of stop.reverse()) await one();
    });

    async function start(overrides?: JsonObject) {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({
        knex,
        target: new TestTarget(),
        targets: [target],
        config: toConfig(overrides),
      });
      await portal.engine.start();
      stop.push(async () => {
        await portal.engine.stop();
        await expectReplay(knex);
      });
      return {
        knex,
        portal,
        deploy: async (name: string) =>
          portal.untilEnded(await portal.deploy(await portal.version(name))),
      };
    }

    const observe = () =>
      target.observe({
        service: SERVICE,
        environment: { name: 'production', tier: 'production' },
        settings,
        signal: AbortSignal.timeout(10_000),
      });

    const readRunning = async () => {
      const { instances } = await observe();
      return instances
        .filter(({ weight }) => weight > 0)
        .map(({ versionName, weight, ready }) => ({
          versionName,
          weight,
          ready,
        }));
    };

    /** Makes a version unhealthy. It still serves its users. */
    const makeSick = (name: string) =>
      writeFile(path.join(dataDir, `${name}.sick`), '');

    /** Requests the service's URL until `work` has ended, and once per instance afterwards. Returns the last responses. */
    async function useDuring(work: Promise<unknown>): Promise<string[]> {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      work.then(over, over);
      const use = async () => {
        const { url } = await observe();
        const response = await fetch(url!);
        expect(response.status).toBe(200);
        return response.text();
      };
      while (!isOver) {
        await use();
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      await work;
      return Promise.all(Array.from({ length: settings.instances }, use));
    }

    const EVERY_INSTANCE = Array.from({ length: settings.instances });

    it('replaces the previous version', async () => {
      const { deploy } = await start();
      expect(await deploy('1.0.0')).toMatchObject({ status: 'succeeded' });
      expect(await deploy('1.1.0')).toMatchObject({ status: 'succeeded' });
      expect(await readRunning()).toEqual([
        { versionName: '1.1.0', weight: 100, ready: true },
      ]);
    });

    it('is rolled back to the previous version when a later batch fails', async () => {
      const { deploy } = await start();
      expect(await deploy('1.0.0')).toMatchObject({ status: 'succeeded' });
      expect(await deploy('broken')).toMatchObject({ status: 'rolled_back' });
      expect(await readRunning()).toEqual([
        { versionName: '1.0.0', weight: 100, ready: true },
      ]);
    });

    it('is replaced by the last known good version when a check fails after the last batch', async () => {
      const { deploy } = await start();
      expect(await deploy('1.0.0')).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      await makeSick('1.1.0');
      const deployed = deploy('1.1.0');
      expect(await useDuring(deployed)).toEqual(
        EVERY_INSTANCE.map(() => '1.0.0'),
      );
      expect(await deployed).toMatchObject({
        status: 'rolled_back',
        verification: 'passed',
        baselineRetired: true,
        rollback: { strategy: 'last_known_good', to: { name: '1.0.0' } },
      });
      expect(await readRunning()).toEqual([
        { versionName: '1.0.0', weight: 100, ready: true },
      ]);
    });

    it('is replaced by the last known good version when its watch is breached', async () => {
      const { knex, portal, deploy } = await start({
        watch: {
          for: '10m',
          every: { milliseconds: 50 },
          failFor: { milliseconds: 50 },
          onBreach: 'rollback',
        },
      });
      expect(await deploy('1.0.0')).toMatchObject({ status: 'succeeded' });
      const { id } = await deploy('1.1.0');
      await makeSick('1.1.0');
      const untilResponded = async () => {
        for (;;) {
          const { response } = (await readWatch(knex, id))!;
          if (response) return response;
          await new Promise(resolve => setTimeout(resolve, 20));
        }
      };
      const rolledBack = (async () => {
        const response = await untilResponded();
        expect(response).toMatchObject({ kind: 'rollback' });
        return portal.untilEnded(
          (response as { deploymentId: string }).deploymentId,
        );
      })();
      expect(await useDuring(rolledBack)).toEqual(
        EVERY_INSTANCE.map(() => '1.0.0'),
      );
      expect(await rolledBack).toMatchObject({
        kind: 'rollback',
        status: 'succeeded',
        reverts: id,
        version: { name: '1.0.0' },
        verification: 'passed',
      });
      expect(await readRunning()).toEqual([
        { versionName: '1.0.0', weight: 100, ready: true },
      ]);
    });
  },
);
