import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { configureRollout } from '../application/__testUtils__/rollout';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import type { Analyst } from '../checks/analysis/analyst';
import { createAnalyst } from '../checks/analysis/createAnalyst';
import {
  bootLocalTarget,
  listScriptVersions,
} from '../targets/__testUtils__/bootLocalTarget';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/**
 * A server that reports its version and process id. Its responses are slow until somebody has requested /warm, as those of
 * a service whose caches are empty. The version `slow` is slow by itself.
 */
const SERVER = `
  const [version] = process.argv.slice(1);
  let isWarm = false;
  require('http').createServer((request, response) => {
    if (request.url === '/warm') isWarm = true;
    const delayMs = (isWarm ? 2 : 40) + (version === 'slow' ? 160 : 0);
    setTimeout(
      () => response.end(version + ' ' + process.pid),
      request.url === '/' ? delayMs : 0,
    );
  }).listen(process.env.PORT, process.env.HOST);`;

function toConfig(settings: JsonObject): JsonObject {
  const { deployments } = configureRollout(
    { analysis: 'web', ...settings },
    {
      analysis: {
        every: { milliseconds: 200 },
        for: '10m',
        after: { milliseconds: 1 },
        metrics: {
          duration: {
            provider: 'target',
            measure: 'latency',
            kind: 'latency',
            minimumEffect: '50 %',
            critical: true,
          },
        },
      },
    },
  );
  return {
    deployments: {
      ...(deployments as JsonObject),
      environments: {
        production: { tier: 'production', target: { provider: 'local' } },
      },
    },
  };
}

interface Visit {
  status: number;
  version: string;
  pid: number;
}

describe.each(databases.eachSupportedId())(
  'a canary that is compared with a fresh baseline on the local target on %s',
  databaseId => {
    let target: DeploymentTarget;
    let stop: (() => Promise<void>)[];

    beforeEach(async () => {
      const local = await bootLocalTarget(() =>
        listScriptVersions(SERVER, ['1.0.0', '1.0.0+2', 'slow']),
      );
      target = local.target;
      stop = [local.stop];
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

    /** Starts a portal in which 1.0.0 runs, and its caches are warm. */
    async function start(settings: JsonObject) {
      const knex = await databases.init(databaseId);
      // The portal needs an analyst, which needs what the portal reads from its configuration.
      const real: { analyst?: Analyst } = {};
      const portal = await createTestPortal({
        knex,
        target: new TestTarget(),
        targets: [target],
        analyst: { analyse: request => real.analyst!.analyse(request) },
        config: toConfig(settings),
      });
      const { database, registry, renderer } = portal.options;
      real.analyst = createAnalyst({
        database,
        renderer,
        providers: registry.checkProviders,
        targets: registry.targets,
      });
      await portal.engine.start();
      stop.push(async () => {
        await portal.engine.stop();
        await expectReplay(knex);
      });
      await portal.untilEnded(
        await portal.deploy(await portal.version('1.0.0')),
      );
      const { instances, url } = await observe();
      await fetch(`${instances[0]!.url}/warm`);
      return { portal, url: url! };
    }

    async function send(url: string): Promise<Visit> {
      const response = await fetch(url);
      const [version = '', pid] = (await response.text()).split(' ');
      return { status: response.status, version, pid: Number(pid) };
    }

    /** Sends requests until a deployment has ended, as several users at the same time. */
    async function useUntilEnded(
      portal: TestPortal,
      { id, url }: { id: string; url: string },
    ) {
      const responses: Visit[] = [];
      let isOver = false;
      const ended = portal
        .until(id, ({ status }) => isTerminal(status), 'it has ended')
        .finally(() => {
          isOver = true;
        });
      const users = Array.from({ length: 8 }, async () => {
        while (!isOver) responses.push(await send(url));
      });
      const state = await ended;
      await Promise.all(users);
      return { state, responses };
    }

    const isRunning = (pid: number) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };

    /** Deploys a version, and waits until it gets 10 %. */
    async function reachTenPercent(portal: TestPortal, name: string) {
      const id = await portal.deploy(await portal.version(name));
      await portal.until(
        id,
        ({ trafficWeight, steps: [rollout] }) =>
          trafficWeight === 10 && rollout?.promotable !== undefined,
        'the candidate gets 10 %',
      );
      return id;
    }

    const promote = (portal: TestPortal, id: string) =>
      portal.engine.service.command(
        id,
        {
          commandId: 'promote-it',
          type: 'promote',
          stepId: 'rollout',
          to: 'next',
          reason: 'Fine',
        },
        ALICE,
      );

    const stages = [
      { weight: 10, until: 'promoted', analysis: 'none' },
      { weight: 50 },
    ];

    it('is promoted although the previous version is faster, because a new process of it is as slow', async () => {
      const { portal, url } = await start({ baseline: 'fresh', stages });
      const { pid: warm } = await send(url);
      const id = await reachTenPercent(portal, '1.0.0+2');

      const responses: Visit[] = [];
      for (let n = 0; n < 100; n++) responses.push(await send(url));
      const served = new Map<number, Visit[]>();
      for (const response of responses) {
        served.set(response.pid, [
          ...(served.get(response.pid) ?? []),
          response,
        ]);
      }
      const [fresh] = [...served].flatMap(([pid, [first]]) =>
        pid !== warm && first?.version === '1.0.0' ? [pid] : [],
      );
      expect(
        [...served.values()]
          .map(each => `${each.length} by ${each[0]?.version}`)
          .sort(),
      ).toEqual(['10 by 1.0.0', '10 by 1.0.0+2', '80 by 1.0.0']);
      expect(served.get(fresh!)).toHaveLength(10);

      await promote(portal, id);
      const used = await useUntilEnded(portal, { id, url });
      expect(used.state).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      expect(
        [...responses, ...used.responses].filter(it => it.status !== 200),
      ).toEqual([]);
      expect([warm, fresh!].filter(isRunning)).toEqual([]);
      expect((await observe()).instances).toMatchObject([
        { versionName: '1.0.0+2', weight: 100 },
      ]);
    });

    it('is rolled back when it is slower than a new process of the previous version', async () => {
      const { portal, url } = await start({ baseline: 'fresh', stages });
      const { pid: warm } = await send(url);
      const id = await reachTenPercent(portal, 'slow');
      await promote(portal, id);
      const used = await useUntilEnded(portal, { id, url });
      expect(used.state).toMatchObject({
        status: 'rolled_back',
        steps: [{ verdict: 'failed' }, {}],
      });
      expect(used.responses.filter(it => it.status !== 200)).toEqual([]);
      const pids = [...new Set(used.responses.map(({ pid }) => pid))];
      // The candidate, the fresh baseline and the baseline.
      expect(pids).toHaveLength(3);
      expect(pids.filter(isRunning)).toEqual([warm]);
      expect((await observe()).instances).toMatchObject([
        { versionName: '1.0.0', weight: 100, ready: true },
      ]);
    });

    it('would be rolled back if it was compared with the running one', async () => {
      const { portal, url } = await start({ stages });
      const id = await reachTenPercent(portal, '1.0.0+2');
      await promote(portal, id);
      const { state, responses } = await useUntilEnded(portal, { id, url });
      expect(state).toMatchObject({
        status: 'rolled_back',
        steps: [{ verdict: 'failed' }, {}],
      });
      // No third process has served any of them.
      expect(new Set(responses.map(({ pid }) => pid)).size).toBe(2);
    });
  },
);
