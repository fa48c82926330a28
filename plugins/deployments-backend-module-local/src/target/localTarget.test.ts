import {
  applyRequest,
  createFixture,
  deploy,
  effect,
  get,
  settled,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('the local target', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  it('brings a first version in without traffic, and gives it all on demand', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('good'));
    const progress = await settled(target, handle);
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    expect(progress.baseline).toBeUndefined();

    const before = await target.observe(effect());
    expect(before.instances).toMatchObject([
      { versionName: 'good', weight: 0, ready: true },
    ]);
    expect(await get(before.url!)).toMatchObject({
      status: 503,
      body: expect.stringContaining('nothing is deployed here'),
    });

    await target.setTraffic!({
      ...effect(),
      weight: 100,
      candidate: progress.candidate,
    });
    expect(await get(before.url!)).toMatchObject({
      status: 200,
      version: 'good',
    });
    await target.finalize({ ...effect(), candidate: progress.candidate });
    expect((await target.observe(effect())).instances).toMatchObject([
      { versionName: 'good', weight: 100, ready: true },
    ]);
  });

  it('sends no visitor of a first version to nobody, whatever weight is asked for', async () => {
    const { target } = await fixture.boot();
    const progress = await settled(
      target,
      await target.apply(applyRequest('good')),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const { url } = await target.observe(effect());
    for (const weight of [10, 50, 0]) {
      await target.setTraffic!({
        ...effect(),
        weight,
        candidate: progress.candidate,
      });
      const statuses = new Set<number | undefined>();
      for (let n = 0; n < 50; n++) statuses.add((await get(url!)).status);
      expect([...statuses]).toEqual([200]);
      expect((await target.observe(effect())).instances).toMatchObject([
        { versionName: 'good', weight: 100 },
      ]);
    }
  });

  it('divides traffic by weight, then retires the baseline', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(effect());
    const handle = await target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    const progress = await settled(target, handle);
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    expect(progress.baseline).toMatchObject({ versionName: 'good' });

    const from = Date.now();
    await target.setTraffic!({
      ...effect(),
      weight: 20,
      candidate: progress.candidate,
    });
    const versions: Array<string | undefined> = [];
    for (let n = 0; n < 200; n++) versions.push((await get(url!)).version);
    expect(versions.filter(version => version === 'better')).toHaveLength(40);

    const measured = await target.measure!({
      ...effect(),
      measure: 'request-count',
      measurementTarget: 'candidate',
      instanceId: progress.candidate.id,
      from,
      to: Date.now() + 1000,
    });
    expect(measured).toEqual({ value: 40, samples: 40 });

    await target.finalize({ ...effect(), candidate: progress.candidate });
    expect((await target.observe(effect())).instances).toHaveLength(1);
    expect(await fixture.tagged()).toHaveLength(1);
    expect((await get(url!)).version).toBe('better');
  });

  it('aborts to the baseline', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(effect());
    const progress = await settled(
      target,
      await target.apply(applyRequest('failing', { deploymentId: 'd2' })),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    await target.setTraffic!({
      ...effect(),
      weight: 100,
      candidate: progress.candidate,
    });
    expect((await get(url!)).status).toBe(500);
    await target.abort({ ...effect(), candidate: progress.candidate });
    expect(await get(url!)).toMatchObject({ status: 200, version: 'good' });
    expect(await fixture.tagged()).toHaveLength(1);
  });

  it('leaves no process behind when it is stopped', async () => {
    const { target, manager } = await fixture.boot();
    await deploy(target, 'good');
    await target.apply(applyRequest('late', { deploymentId: 'd2' }));
    await manager.stop();
    expect(await fixture.tagged()).toEqual([]);
  });
});
