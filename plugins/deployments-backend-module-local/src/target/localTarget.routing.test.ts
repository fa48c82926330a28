import type {
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

/** Sends a request as a browser does that keeps the cookies of its user. */
async function visit(
  url: string,
  user: { cookie?: string },
  headers: Record<string, string> = {},
): Promise<string | undefined> {
  const { version, setCookie } = await get(url, {
    ...headers,
    ...(user.cookie && { cookie: user.cookie }),
  });
  if (setCookie[0]) user.cookie = setCookie[0].split(';')[0];
  return version;
}

describe('routing of the local target', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose(), 30_000);

  const second = { deploymentId: 'd2', fence: 2 };

  /** Deploys a baseline and a candidate. */
  async function deployBoth(target: DeploymentTarget) {
    await deploy(target, 'good');
    const handle = await target.apply(applyRequest('better', second));
    const progress = await waitForApply(target, handle, second);
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const { url } = await target.observe(buildRequest());
    return { candidate: progress.candidate, url: url! };
  }

  const setTraffic = (
    target: DeploymentTarget,
    candidate: Instance,
    weight: number,
    routing?: TrafficRouting,
    overrides: Partial<EffectRequest> = {},
  ) =>
    target.setTraffic?.({
      ...buildRequest({ ...second, ...overrides }),
      candidate,
      weight,
      routing,
    });

  it('never moves a sticky user back to the baseline while the weight increases, even over a restart, and moves everybody at 0', async () => {
    let { target, supervisor } = await fixture.boot();
    const { candidate, url } = await deployBoth(target);
    const routing = { sticky: { cookie: 'slipway' } };
    const users = Array.from(
      { length: 300 },
      () => ({} as { cookie?: string }),
    );
    const readVersions = async () => {
      const versions: (string | undefined)[] = [];
      for (const user of users) versions.push(await visit(url, user));
      return versions;
    };
    const visits: (string | undefined)[][] = [];
    for (const weight of [10, 25, 26, 60, 100]) {
      await setTraffic(target, candidate, weight, routing);
      visits.push(await readVersions());
    }
    expect(visits[0]?.filter(version => version === 'better')).toHaveLength(30);
    // No user gets the baseline after the candidate, which has all users in the end.
    const seen = users.map((_, user) => visits.map(versions => versions[user]));
    expect(
      seen.filter(
        versions =>
          versions.at(-1) !== 'better' ||
          versions.indexOf('better') <= versions.lastIndexOf('good'),
      ),
    ).toEqual([]);
    await setTraffic(target, candidate, 40, routing);
    const before = await readVersions();
    await supervisor.detach();
    ({ target, supervisor } = await fixture.boot());
    expect(await readVersions()).toEqual(before);
    await setTraffic(target, candidate, 0, routing);
    expect(new Set(await readVersions())).toEqual(new Set(['good']));
  }, 60_000);

  it('sends testers to the candidate at any weight, and does not measure their requests', async () => {
    const { target } = await fixture.boot();
    const { candidate, url } = await deployBoth(target);
    const from = Date.now();
    await setTraffic(target, candidate, 0, {
      match: [{ header: 'X-Tester', value: 'yes' }],
    });
    expect(await visit(url, {}, { 'x-tester': 'yes' })).toBe('better');
    expect(await visit(url, {})).toBe('good');
    const count = (measurementTarget: 'candidate' | 'service') =>
      target.measure?.({
        service: SERVICE,
        environment: { name: 'staging', tier: 'staging' },
        settings: {},
        deploymentId: 'd2',
        measure: 'request-count',
        measurementTarget,
        ...(measurementTarget === 'candidate' && { instanceId: candidate.id }),
        from,
        to: Date.now() + 60_000,
        signal: AbortSignal.timeout(10_000),
      });
    expect(await count('candidate')).toBeUndefined();
    expect(await count('service')).toEqual({ value: 1, samples: 1 });
    // Another call keeps the rules, unless it replaces them.
    await setTraffic(target, candidate, 0);
    expect(await visit(url, {}, { 'x-tester': 'yes' })).toBe('better');
    await setTraffic(target, candidate, 0, {});
    expect(await visit(url, {}, { 'x-tester': 'yes' })).toBe('good');
  });

  it('compares mirrored requests, and measures the latencies of users only', async () => {
    const { target } = await fixture.boot();
    const { candidate, url } = await deployBoth(target);
    const from = Date.now();
    const serviceEnvironment = {
      service: SERVICE,
      environment: { name: 'staging', tier: 'staging' as const },
      settings: {},
      signal: AbortSignal.timeout(10_000),
    };
    const compare = () =>
      target.compareMirrored?.({ ...serviceEnvironment, candidate });
    expect(await compare()).toBeUndefined();
    await setTraffic(target, candidate, 0, {
      mirror: { percent: 100, ignoredFields: ['version'] },
    });
    for (let n = 0; n < 20; n++) expect(await visit(url, {})).toBe('good');
    await until(async () => (await compare())?.compared === 20);
    expect(await compare()).toMatchObject({ equalStatus: 20, dropped: 0 });
    const measure = (measurementTarget: 'candidate' | 'baseline') =>
      target.measureDistribution?.({
        ...serviceEnvironment,
        deploymentId: 'd2',
        measurementTarget,
        from,
        to: Date.now() + 60_000,
      });
    const baseline = await measure('baseline');
    expect(baseline).toMatchObject({ requests: 20, errors: 0 });
    expect(baseline?.latency.counts.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(await measure('candidate')).toBeUndefined();
  });

  it('ends the rules with the candidate', async () => {
    const { target } = await fixture.boot();
    const { candidate, url } = await deployBoth(target);
    await setTraffic(target, candidate, 50, {
      sticky: { cookie: 'slipway' },
      match: [{ cookie: 'beta', value: '1' }],
    });
    await target.abort({ ...buildRequest(second), candidate });
    const user = { cookie: 'beta=1' };
    expect(await visit(url, user)).toBe('good');
    expect(user.cookie).toBe('beta=1');
  });

  it('accepts a repeated call with the same rules, and rejects its key with others, and invalid ones', async () => {
    const { target } = await fixture.boot();
    const { candidate } = await deployBoth(target);
    const key = { idempotencyKey: 'shift' };
    const routing = { sticky: { cookie: 'slipway' } };
    await setTraffic(target, candidate, 10, routing, key);
    await setTraffic(target, candidate, 10, routing, key);
    await expect(
      setTraffic(target, candidate, 10, { sticky: { cookie: 'b' } }, key),
    ).rejects.toMatchObject({ code: 'key_reused' });
    await expect(
      setTraffic(target, candidate, 10, routing, { fence: 1 }),
    ).rejects.toMatchObject({ name: 'FencedError' });
    await expect(
      setTraffic(target, candidate, 10, {
        sticky: { cookie: 'a b; Domain=x' },
        match: [{ header: 'a:', value: '' }],
      }),
    ).rejects.toMatchObject({
      code: 'bad_routing',
      retryable: false,
      message: expect.stringContaining('routing.sticky.cookie'),
    });
  });
});
