import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import localTarget from '@slipway/backstage-plugin-deployments-backend-module-local';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const settings = { instances: 4, rolling: { maxUnavailable: 1, surge: 1 } };

/** A server that reports its version, or exits from the third process on. */
const SERVER = `
  const fs = require('fs'), [version, file] = process.argv.slice(1);
  fs.appendFileSync(file, 'x');
  if (version === 'broken' && fs.readFileSync(file).length > 2) process.exit(3);
  require('http').createServer((_, response) => response.end(version))
    .listen(process.env.PORT, process.env.HOST);`;

const config: JsonObject = {
  deployments: {
    ...(CONFIG.deployments as JsonObject),
    environments: {
      production: {
        tier: 'production',
        target: { provider: 'local', ...settings },
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
          { id: 'retire', use: 'finalize' },
        ],
        onFailure: 'rollback',
      },
    },
  },
};

describe.each(databases.eachSupportedId())(
  'a rolling deployment on the local target on %s',
  databaseId => {
    let dataDir: string;
    let target: DeploymentTarget;
    let stop: (() => Promise<void>)[];

    beforeEach(async () => {
      dataDir = await realpath(
        await mkdtemp(path.join(tmpdir(), 'slipway-rolling-')),
      );
      const { plugin, collected } = collectProviders();
      const backend = await startTestBackend({
        features: [
          plugin,
          localTarget,
          mockServices.rootConfig.factory({
            data: {
              deployments: {
                local: {
                  dataDir,
                  ports: { from: 18_100, to: 18_999 },
                  drain: '1s',
                  services: {
                    checkout: {
                      command: ['node'],
                      versions: ['1.0.0', '1.1.0', 'broken'].map(name => ({
                        name,
                        artifact: `sha256:${name}`,
                        command: [
                          process.execPath,
                          '-e',
                          SERVER,
                          name,
                          path.join(dataDir, name),
                        ],
                      })),
                    },
                  },
                },
              },
            },
          }),
        ],
      });
      target = collected.targets[0]!;
      stop = [() => backend.stop()];
    });
    afterEach(async () => {
      for (const one of stop.reverse()) await one();
      await rm(dataDir, { recursive: true, force: true });
    });

    async function start() {
      const knex = await databases.init(databaseId);
      const portal = await createTestPortal({
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
      return async (name: string) => {
        const id = await portal.deploy(await portal.version(name));
        return (await portal.untilEnded(id)).status;
      };
    }

    const readRunning = async () => {
      const { instances } = await target.observe({
        service: SERVICE,
        environment: { name: 'production', tier: 'production' },
        settings,
        signal: AbortSignal.timeout(10_000),
      });
      return instances
        .filter(({ weight }) => weight > 0)
        .map(({ versionName, weight, ready }) => ({
          versionName,
          weight,
          ready,
        }));
    };

    it('replaces the previous version', async () => {
      const deploy = await start();
      expect(await deploy('1.0.0')).toBe('succeeded');
      expect(await deploy('1.1.0')).toBe('succeeded');
      expect(await readRunning()).toEqual([
        { versionName: '1.1.0', weight: 100, ready: true },
      ]);
    });

    it('is rolled back to the previous version when a later batch fails', async () => {
      const deploy = await start();
      expect(await deploy('1.0.0')).toBe('succeeded');
      expect(await deploy('broken')).toBe('rolled_back');
      expect(await readRunning()).toEqual([
        { versionName: '1.0.0', weight: 100, ready: true },
      ]);
    });
  },
);
