import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import {
  applyRequest,
  buildRequest,
  createFixture,
  deploy,
  get,
  SERVICE,
  until,
  waitForApply,
  type Fixture,
} from '../__testUtils__/fixture';
import type { LocalSupervisor } from './localSupervisor';

jest.setTimeout(60_000);

const second = { deploymentId: 'd2', fence: 2 };

describe('a fresh baseline of the local target', () => {
  let fixture: Fixture;
  let target: DeploymentTarget;
  let supervisor: LocalSupervisor;
  beforeEach(async () => {
    fixture = await createFixture();
    ({ target, supervisor } = await fixture.boot());
  });
  afterEach(() => fixture.dispose(), 30_000);

  const apply = (version: string, overrides: Partial<ApplyRequest> = {}) =>
    target.apply(
      applyRequest(version, { ...second, freshBaseline: true, ...overrides }),
    );

  /** Deploys a candidate and a fresh baseline. */
  async function deployBoth(overrides: Partial<ApplyRequest> = {}) {
    const baseline = await deploy(target, 'good', overrides);
    const progress = await waitForApply(
      target,
      await apply('better', overrides),
      second,
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const { url } = await target.observe(buildRequest());
    return { baseline, candidate: progress.candidate, url: url! };
  }

  const setTraffic = (
    candidate: Instance,
    weight: number,
    routing?: TrafficRouting,
  ) =>
    target.setTraffic!({
      ...buildRequest(second),
      candidate,
      weight,
      routing,
    });

  const listRecords = () =>
    supervisor.serviceEnvironments.flatMap(({ instances }) => instances);

  const findFresh = () =>
    listRecords().find(({ role }) => role === 'fresh-baseline');

  /** How many requests each process has answered, by the role of its instance. */
  async function countServed(): Promise<Record<string, number[]>> {
    const served: Record<string, number[]> = {};
    for (const { role, replicas } of listRecords()) {
      served[role] = await Promise.all(
        replicas.map(async ({ port }) => {
          const { body } = await get(`http://127.0.0.1:${port}/metrics`);
          return Number(
            /http_requests_total\{code="200"\} (\d+)/.exec(body)?.[1],
          );
        }),
      );
    }
    return served;
  }

  async function send(url: string, count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      expect(await get(url)).toMatchObject({ status: 200 });
    }
  }

  const readObserved = async () => {
    const { instances, problems } = await target.observe(buildRequest());
    return {
      problems,
      instances: instances.map(({ id, versionName, weight, ready }) => ({
        id,
        versionName,
        weight,
        ready,
      })),
    };
  };

  it('gets as many requests as the candidate, and the running baseline the rest', async () => {
    const { candidate, url } = await deployBoth();
    await setTraffic(candidate, 10);
    await send(url, 100);
    expect(await countServed()).toEqual({
      baseline: [80],
      candidate: [10],
      'fresh-baseline': [10],
    });
    await setTraffic(candidate, 60);
    await send(url, 100);
    expect(await countServed()).toEqual({
      baseline: [80],
      candidate: [70],
      'fresh-baseline': [50],
    });
  });

  it('has as many processes as the candidate', async () => {
    const { candidate, url } = await deployBoth({
      settings: { instances: 2 },
    });
    await setTraffic(candidate, 20);
    await send(url, 100);
    const served = await countServed();
    expect(
      Object.entries(served).map(([role, [one = 0, other = 0]]) => [
        role,
        one > 0 && other > 0,
        one + other,
      ]),
    ).toEqual([
      ['baseline', true, 60],
      ['candidate', true, 20],
      ['fresh-baseline', true, 20],
    ]);
  });

  it('is observed as a part of the baseline', async () => {
    const { baseline, candidate } = await deployBoth();
    const expected = (weight: number) => ({
      problems: undefined,
      instances: [
        {
          id: baseline.id,
          versionName: 'good',
          weight: 100 - weight,
          ready: true,
        },
        { id: candidate.id, versionName: 'better', weight, ready: true },
      ],
    });
    expect(await readObserved()).toEqual(expected(0));
    await setTraffic(candidate, 33.3);
    expect(await readObserved()).toEqual(expected(33.3));
    await setTraffic(candidate, 100);
    expect(await readObserved()).toEqual(expected(100));
  });

  it('is what measurements of the baseline are about, for its own deployment', async () => {
    const { baseline, candidate, url } = await deployBoth();
    const from = Date.now();
    await setTraffic(candidate, 10);
    await send(url, 100);
    const request = (
      instance: Instance,
      measurementTarget: 'baseline' | 'candidate',
      deploymentId: string,
    ) => ({
      service: SERVICE,
      environment: { name: 'staging', tier: 'staging' as const },
      settings: {},
      deploymentId,
      measurementTarget,
      instanceId: instance.id,
      from,
      to: Date.now() + 60_000,
      signal: AbortSignal.timeout(10_000),
    });
    const count = async (...args: Parameters<typeof request>) => [
      (
        await target.measure!({
          ...request(...args),
          measure: 'request-count',
        })
      )?.value,
      (await target.measureDistribution!(request(...args)))?.requests,
    ];
    expect(await count(baseline, 'baseline', 'd2')).toEqual([10, 10]);
    expect(await count(candidate, 'candidate', 'd2')).toEqual([10, 10]);
    expect(await count(baseline, 'baseline', 'other')).toEqual([80, 80]);
    await target.abort({ ...buildRequest(second), candidate });
    expect(await count(baseline, 'baseline', 'd2')).toEqual([80, 80]);
  });

  it.each(['finalize', 'abort'] as const)(
    'stops with the %s of its candidate',
    async end => {
      const { candidate } = await deployBoth();
      await setTraffic(candidate, 10);
      const fresh = findFresh()!.replicas[0]!.id;
      const runs = async () =>
        (await fixture.findTagged()).map(({ instance }) => instance);
      expect(await runs()).toContain(fresh);
      await target[end]({ ...buildRequest(second), candidate });
      expect(await runs()).toEqual([
        expect.stringContaining(
          listRecords().find(({ role }) => role === 'baseline')!.id,
        ),
      ]);
      expect((await readObserved()).instances).toMatchObject([
        { versionName: end === 'abort' ? 'good' : 'better', weight: 100 },
      ]);
    },
  );

  it('stops when a later deployment replaces its candidate', async () => {
    await deployBoth();
    const third: Partial<EffectRequest> = { deploymentId: 'd3', fence: 3 };
    const handle = await target.apply(applyRequest('better', third));
    await waitForApply(target, handle, third);
    await until(async () => (await fixture.findTagged()).length === 2);
    expect(findFresh()).toBeUndefined();
  });

  it('keeps sticky users where they are, and moves them only to the candidate', async () => {
    const { candidate, url } = await deployBoth();
    const routing = { sticky: { cookie: 'slipway' } };
    await setTraffic(candidate, 10, routing);
    const users = [];
    for (let n = 0; n < 100; n++) {
      const { version, setCookie } = await get(url);
      users.push({ version, cookie: setCookie[0]!.split(';')[0]! });
    }
    const before = await countServed();
    for (const { version, cookie } of users) {
      expect((await get(url, { cookie })).version).toBe(version);
    }
    expect(before).toEqual({
      baseline: [80],
      candidate: [10],
      'fresh-baseline': [10],
    });
    expect(await countServed()).toEqual({
      baseline: [160],
      candidate: [20],
      'fresh-baseline': [20],
    });
    await setTraffic(candidate, 50);
    for (const { version, cookie } of users) {
      const now = (await get(url, { cookie })).version;
      expect([version, 'better']).toContain(now);
    }
  });

  it('fails the apply when it does not start, and says so', async () => {
    // Its two processes are the third and the fourth one of this version.
    const settings = { instances: 2 };
    await deploy(target, 'third-crashes', { settings });
    const handle = await apply('better', { settings });
    expect(await waitForApply(target, handle, second)).toMatchObject({
      state: 'failed',
      code: 'exited_at_start',
      message: expect.stringMatching(
        /^The fresh baseline, .* didn't start\. Version third-crashes exited/,
      ),
    });
    expect((await readObserved()).instances).toMatchObject([
      { versionName: 'third-crashes', weight: 100, ready: true },
      { versionName: 'better', weight: 0 },
    ]);
  });

  it('leaves its requests to the running baseline until it has been restarted', async () => {
    const { candidate, url } = await deployBoth();
    await setTraffic(candidate, 10);
    const replica = findFresh()!.replicas[0]!;
    process.kill(replica.process!.pid, 'SIGKILL');
    await until(async () => {
      const [baseline] = (await target.observe(buildRequest())).instances;
      return baseline?.restarts?.count === 1;
    });
    await send(url, 100);
    await until(async () => (await readObserved()).problems === undefined);
    expect(await fixture.findTagged()).toContainEqual(
      expect.objectContaining({ instance: replica.id }),
    );
    await until(async () => {
      await send(url, 10);
      const { 'fresh-baseline': [served = 0] = [] } = await countServed();
      return served > 0;
    });
  });

  it('is not started without a baseline, nor by a rolling deployment', async () => {
    const first = await apply('good', { settings: { instances: 2 } });
    await waitForApply(target, first, second);
    expect(listRecords().map(({ role }) => role)).toEqual(['candidate']);
    await target.finalize({
      ...buildRequest(second),
      candidate: { id: first.id },
    });
    await apply('better', { settings: { instances: 2 }, rolling: true });
    expect(findFresh()).toBeUndefined();
  });

  it('is a part of what an idempotency key stands for', async () => {
    await deploy(target, 'good');
    const key = { idempotencyKey: 'one' };
    const handle = await apply('better', key);
    expect(await apply('better', key)).toEqual(handle);
    await expect(
      apply('better', { ...key, freshBaseline: false }),
    ).rejects.toMatchObject({ code: 'key_reused' });
    await apply('better', { idempotencyKey: 'two', freshBaseline: false });
    expect(
      await apply('better', {
        idempotencyKey: 'two',
        freshBaseline: undefined,
      }),
    ).toEqual(expect.objectContaining({ id: expect.any(String) }));
  });
});
