import http from 'node:http';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { listActive } from '../state/serviceEnvironmentState';
import {
  applyRequest,
  buildRequest,
  createFixture,
  deploy,
  get,
  until,
  waitForApply,
  type Fixture,
} from '../__testUtils__/fixture';
import type { LocalSupervisor } from './localSupervisor';

jest.setTimeout(120_000);

const settings = { instances: 4, rolling: { maxUnavailable: 1, surge: 1 } };
const MIN_READY = 3;
const MAX_PROCESSES = 5;
const next = { settings, deploymentId: 'd2', rolling: true } as const;

describe('rolling deployments of the local target', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  /** Sends requests from several clients until it is stopped. */
  function startClients(url: string) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
    const outcomes: string[] = [];
    let isStopped = false;
    const visit = () =>
      new Promise<void>(resolve => {
        const request = http.get(url, { agent }, response => {
          response.resume();
          outcomes.push(
            `${response.statusCode} ${response.headers['x-service-version']}`,
          );
          response.once('close', () => resolve());
        });
        request.once('error', error => {
          outcomes.push(error.message);
          resolve();
        });
      });
    const clients = Array.from({ length: 6 }, async () => {
      while (!isStopped) {
        await visit();
        await new Promise(resolve => setTimeout(resolve, 5));
      }
    });
    return {
      outcomes,
      async stop() {
        isStopped = true;
        await Promise.all(clients);
        agent.destroy();
        return outcomes;
      },
    };
  }

  /** Counts how many processes that get traffic respond, again and again until it is stopped. */
  function startSampling(supervisor: LocalSupervisor) {
    const samples: number[] = [];
    let mostProcesses = 0;
    let isStopped = false;
    const readPorts = () =>
      supervisor.serviceEnvironments.flatMap(({ instances }) =>
        instances.flatMap(instance =>
          listActive(instance).flatMap(({ port }) => port ?? []),
        ),
      );
    const sample = async () => {
      while (!isStopped) {
        const before = readPorts();
        const isReady = await Promise.all(
          before.map(port =>
            get(`http://127.0.0.1:${port}/healthz`).then(
              ({ status }) => status === 200,
              () => false,
            ),
          ),
        );
        // What was replaced meanwhile says nothing about one moment.
        if (String(readPorts()) === String(before)) {
          samples.push(isReady.filter(Boolean).length);
        }
        const processes = await fixture.findTagged();
        mostProcesses = Math.max(mostProcesses, processes.length);
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    };
    const done = sample();
    return async () => {
      isStopped = true;
      await done;
      return { samples, mostProcesses };
    };
  }

  const readVersions = async (target: DeploymentTarget) =>
    (await target.observe(buildRequest())).instances.map(
      ({ versionName, weight, ready }) => ({ versionName, weight, ready }),
    );

  it('replaces four instances in batches: no request fails, and at least three always serve', async () => {
    const { target, supervisor } = await fixture.boot();
    const old = await deploy(target, 'good', { settings });
    expect(await fixture.findTagged()).toHaveLength(4);
    const { url } = await target.observe(buildRequest());
    const clients = startClients(url!);
    const stopSampling = startSampling(supervisor);
    await until(() => clients.outcomes.length > 50);

    const messages = new Set<string>();
    const handle = await target.apply(applyRequest('better', next));
    let progress = await target.poll({ ...buildRequest(next), handle });
    while (progress.state === 'working') {
      messages.add(progress.message.replace(/\. .*/, ''));
      await new Promise(resolve => setTimeout(resolve, 20));
      progress = await target.poll({ ...buildRequest(next), handle });
    }
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const { candidate, baseline } = progress;
    expect(baseline).toBeUndefined();
    expect(candidate.id).not.toBe(old.id);
    await target.setTraffic!({
      ...buildRequest(next),
      candidate,
      weight: 100,
    });
    const servedBefore = clients.outcomes.length;
    await until(() => clients.outcomes.length > servedBefore + 100);
    await target.finalize({ ...buildRequest(next), candidate });
    const outcomes = await clients.stop();
    const { samples, mostProcesses } = await stopSampling();

    expect(messages).toContain('2 of 4 instances of version better are ready');
    expect(new Set(outcomes)).toEqual(new Set(['200 good', '200 better']));
    expect(outcomes.length).toBeGreaterThan(300);
    expect(new Set(outcomes.slice(servedBefore + 6))).toEqual(
      new Set(['200 better']),
    );
    expect(samples.length).toBeGreaterThan(10);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(MIN_READY);
    expect(mostProcesses).toBeLessThanOrEqual(MAX_PROCESSES);
    expect(await readVersions(target)).toEqual([
      { versionName: 'better', weight: 100, ready: true },
    ]);
    expect(await fixture.findTagged()).toHaveLength(4);
  });

  it('stops after the first batch of a version that is never ready, and restores the old one', async () => {
    const { target, supervisor } = await fixture.boot();
    await deploy(target, 'good', { settings });
    const { url } = await target.observe(buildRequest());
    const clients = startClients(url!);
    const stopSampling = startSampling(supervisor);
    const late = {
      ...next,
      settings: { ...settings, readyTimeout: '1s' },
    };
    const handle = await target.apply(applyRequest('late', late));
    expect(await waitForApply(target, handle, late)).toMatchObject({
      state: 'failed',
      code: 'not_ready',
    });
    expect(await readVersions(target)).toMatchObject([
      { versionName: 'good', weight: 100, ready: true },
      { versionName: 'late', weight: 0, ready: false },
    ]);

    const abort = buildRequest(next);
    const restoration = await target.abort(abort);
    expect(await target.abort(abort)).toEqual(restoration);
    await until(
      async () =>
        (await target.poll({ ...abort, handle: restoration! })).state ===
        'done',
    );
    const { samples, mostProcesses } = await stopSampling();
    expect(new Set(await clients.stop())).toEqual(new Set(['200 good']));
    expect(samples.length).toBeGreaterThan(10);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(MIN_READY);
    expect(mostProcesses).toBeLessThanOrEqual(MAX_PROCESSES);
    expect(await readVersions(target)).toEqual([
      { versionName: 'good', weight: 100, ready: true },
    ]);
    expect(await fixture.findTagged()).toHaveLength(4);
  });

  it('fails without a retry when an instance of a later batch exits at its start', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good', { settings });
    const { url } = await target.observe(buildRequest());
    const clients = startClients(url!);
    const handle = await target.apply(applyRequest('third-crashes', next));
    expect(await waitForApply(target, handle, next)).toMatchObject({
      state: 'failed',
      code: 'exited_at_start',
      retryable: false,
    });
    const [old, failed] = await readVersions(target);
    expect(old).toMatchObject({ versionName: 'good', ready: true });
    expect(failed!.weight).toBeGreaterThan(0);
    expect(old!.weight + failed!.weight).toBeCloseTo(100);
    expect(await target.cancel({ ...buildRequest(next), handle })).toBe(
      'cancelled',
    );
    const restoration = await target.abort(buildRequest(next));
    await until(
      async () =>
        (
          await target.poll({ ...buildRequest(next), handle: restoration! })
        ).state === 'done',
    );
    expect(await readVersions(target)).toEqual([
      { versionName: 'good', weight: 100, ready: true },
    ]);
    expect(new Set(await clients.stop())).toEqual(
      new Set(['200 good', '200 third-crashes']),
    );
    expect(await fixture.findTagged()).toHaveLength(4);
  });

  it('restores the previous version when it is aborted after all instances were replaced', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good', { settings });
    const { url } = await target.observe(buildRequest());
    const progress = await waitForApply(
      target,
      await target.apply(applyRequest('better', next)),
      next,
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const clients = startClients(url!);
    const { candidate } = progress;
    const handle = await target.abort({ ...buildRequest(next), candidate });
    await until(
      async () =>
        (
          await target.poll({ ...buildRequest(next), handle: handle! })
        ).state === 'done',
    );
    const served = clients.outcomes.length;
    await until(() => clients.outcomes.length > served + 20);
    const outcomes = await clients.stop();
    expect(new Set(outcomes)).toEqual(new Set(['200 better', '200 good']));
    expect(new Set(outcomes.slice(served + 6))).toEqual(new Set(['200 good']));
    expect(await readVersions(target)).toEqual([
      { versionName: 'good', weight: 100, ready: true },
    ]);
  });

  it('restarts all instances of a version in batches', async () => {
    const { target, supervisor } = await fixture.boot();
    await deploy(target, 'good', { settings });
    const before = (await fixture.findTagged()).map(({ pid }) => pid);
    const stopSampling = startSampling(supervisor);
    await deploy(target, 'good', { ...next, restart: true });
    const { samples } = await stopSampling();
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(MIN_READY);
    const after = (await fixture.findTagged()).map(({ pid }) => pid);
    expect(after).toHaveLength(4);
    expect(after.filter(pid => before.includes(pid))).toEqual([]);
  });
});

describe('the local target with several instances per version', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  it('splits traffic by weight between versions, and measures a version over all its instances', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good', { settings: { instances: 2 } });
    const { url } = await target.observe(buildRequest());
    const canary = { settings: { instances: 3 }, deploymentId: 'd2' };
    const progress = await waitForApply(
      target,
      await target.apply(applyRequest('better', canary)),
      canary,
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    expect(progress.baseline).toMatchObject({ versionName: 'good' });
    const { candidate } = progress;
    const from = Date.now();
    await target.setTraffic!({
      ...buildRequest(canary),
      weight: 20,
      candidate,
    });
    const versions: Array<string | undefined> = [];
    for (let n = 0; n < 100; n++) versions.push((await get(url!)).version);
    expect(versions.filter(version => version === 'better')).toHaveLength(20);
    expect(
      await target.measure!({
        ...buildRequest(canary),
        measure: 'request-count',
        measurementTarget: 'candidate',
        instanceId: candidate.id,
        from,
        to: Date.now() + 1_000,
      }),
    ).toEqual({ value: 20, samples: 20 });
    await target.finalize({ ...buildRequest(canary), candidate });
    expect(await fixture.findTagged()).toHaveLength(3);
    expect((await get(url!)).version).toBe('better');
  });

  it.each([
    ['not ready', 3, false],
    ['still ready', 4, true],
  ])(
    'keeps serving when an instance is killed, restarts it, and reports the version as %s with one of %i missing',
    async (_name, instances, ready) => {
      const { target } = await fixture.boot();
      await deploy(target, 'good', { settings: { instances } });
      const { url } = await target.observe(buildRequest());
      expect(await target.observe(buildRequest())).not.toHaveProperty(
        'problems',
      );
      const [{ pid }] = await fixture.findTagged();
      process.kill(pid, 'SIGKILL');
      const problem = `${
        instances - 1
      } of ${instances} instances of good are ready`;
      let seen = await target.observe(buildRequest());
      await until(async () => {
        seen = await target.observe(buildRequest());
        return seen.problems?.[0]?.message === problem;
      });
      expect(seen.instances).toMatchObject([{ versionName: 'good', ready }]);
      const statuses = new Set<number>();
      for (let n = 0; n < 30; n++) statuses.add((await get(url!)).status);
      expect([...statuses]).toEqual([200]);

      await until(
        async () =>
          (await target.observe(buildRequest())).problems === undefined,
      );
      const [instance] = (await target.observe(buildRequest())).instances;
      expect(instance).toMatchObject({
        ready: true,
        restarts: { count: 1, isCrashLoop: false },
      });
      expect(await fixture.findTagged()).toHaveLength(instances);
    },
  );

  it('adopts all instances after a crash of the backend', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good', { settings: { instances: 3 } });
    const running = (await fixture.findTagged()).map(({ pid }) => pid).sort();
    await before.supervisor.detach();
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(buildRequest())).problems === undefined,
    );
    expect((await fixture.findTagged()).map(({ pid }) => pid).sort()).toEqual(
      running,
    );
  });
});
