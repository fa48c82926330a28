import {
  applyRequest,
  createFixture,
  deploy,
  buildRequest,
  get,
  waitForApply,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('createLocalTarget', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  it('starts a first version without traffic, and gives it all traffic on request', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('good'));
    const progress = await waitForApply(target, handle);
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    expect(progress.baseline).toBeUndefined();

    const before = await target.observe(buildRequest());
    expect(before.instances).toMatchObject([
      { versionName: 'good', weight: 0, ready: true },
    ]);
    expect(await get(before.url!)).toMatchObject({
      status: 503,
      body: expect.stringContaining('nothing is deployed here'),
    });

    await target.setTraffic!({
      ...buildRequest(),
      weight: 100,
      candidate: progress.candidate,
    });
    expect(await get(before.url!)).toMatchObject({
      status: 200,
      version: 'good',
    });
    await target.finalize({ ...buildRequest(), candidate: progress.candidate });
    expect((await target.observe(buildRequest())).instances).toMatchObject([
      { versionName: 'good', weight: 100, ready: true },
    ]);
  });

  it('routes all requests to a first version, whatever weight is requested', async () => {
    const { target } = await fixture.boot();
    const progress = await waitForApply(
      target,
      await target.apply(applyRequest('good')),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const { url } = await target.observe(buildRequest());
    for (const weight of [10, 50, 0]) {
      await target.setTraffic!({
        ...buildRequest(),
        weight,
        candidate: progress.candidate,
      });
      const statuses = new Set<number | undefined>();
      for (let n = 0; n < 50; n++) statuses.add((await get(url!)).status);
      expect([...statuses]).toEqual([200]);
      expect((await target.observe(buildRequest())).instances).toMatchObject([
        { versionName: 'good', weight: 100 },
      ]);
    }
  });

  it('splits traffic by weight, and retires the baseline when the candidate is finalized', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(buildRequest());
    const handle = await target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    const progress = await waitForApply(target, handle);
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    expect(progress.baseline).toMatchObject({ versionName: 'good' });

    const from = Date.now();
    await target.setTraffic!({
      ...buildRequest(),
      weight: 20,
      candidate: progress.candidate,
    });
    const versions: Array<string | undefined> = [];
    for (let n = 0; n < 200; n++) versions.push((await get(url!)).version);
    expect(versions.filter(version => version === 'better')).toHaveLength(40);

    const measured = await target.measure!({
      ...buildRequest(),
      measure: 'request-count',
      measurementTarget: 'candidate',
      instanceId: progress.candidate.id,
      from,
      to: Date.now() + 1000,
    });
    expect(measured).toEqual({ value: 40, samples: 40 });

    await target.finalize({ ...buildRequest(), candidate: progress.candidate });
    expect((await target.observe(buildRequest())).instances).toHaveLength(1);
    expect(await fixture.findTagged()).toHaveLength(1);
    expect((await get(url!)).version).toBe('better');
  });

  it('returns all traffic to the baseline when the candidate is aborted', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(buildRequest());
    const progress = await waitForApply(
      target,
      await target.apply(applyRequest('failing', { deploymentId: 'd2' })),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    await target.setTraffic!({
      ...buildRequest(),
      weight: 100,
      candidate: progress.candidate,
    });
    expect((await get(url!)).status).toBe(500);
    await target.abort({ ...buildRequest(), candidate: progress.candidate });
    expect(await get(url!)).toMatchObject({ status: 200, version: 'good' });
    expect(await fixture.findTagged()).toHaveLength(1);
  });

  it('leaves no process running when it is stopped', async () => {
    const { target, supervisor } = await fixture.boot();
    await deploy(target, 'good');
    await target.apply(applyRequest('late', { deploymentId: 'd2' }));
    await supervisor.stop();
    expect(await fixture.findTagged()).toEqual([]);
  });
});
