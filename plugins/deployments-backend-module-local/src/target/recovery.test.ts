import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readProcessIdentity } from '../process/processIdentity';
import type { PlaceState } from '../state/serviceEnvironmentState';
import {
  applyRequest,
  createFixture,
  deploy,
  effect,
  get,
  settled,
  SERVICE,
  until,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('what runs survives', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  const stateFile = async () => {
    const folder = path.join(fixture.dataDir, 'places');
    const [name] = await readdir(folder);
    return path.join(folder, name!);
  };
  const edit = async (change: (state: PlaceState) => void) => {
    const file = await stateFile();
    const state = JSON.parse(await readFile(file, 'utf8')) as PlaceState;
    change(state);
    await writeFile(file, JSON.stringify(state));
  };
  const pids = async () => (await fixture.tagged()).map(({ pid }) => pid);

  it('the backend: a crash leaves processes running, and they are adopted', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const { url, instances } = await before.target.observe(effect());
    const running = await pids();
    await before.manager.abandon();
    expect(await pids()).toEqual(running);

    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    const after = await target.observe(effect());
    expect(after.url).toBe(url);
    expect(after.instances[0]!.id).toBe(instances[0]!.id);
    expect(await pids()).toEqual(running);
    expect((await get(url!)).version).toBe('good');
  });

  it('a clean stop ends all processes, and the next start brings them back', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const handle = await before.target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    await settled(before.target, handle);
    const { url } = await before.target.observe(effect());
    await before.manager.stop();
    expect(await pids()).toEqual([]);

    const { target } = await fixture.boot();
    // The candidate has done nothing wrong: it comes back as well.
    expect(await settled(target, handle)).toMatchObject({ state: 'ready' });
    await until(async () => (await get(url!)).version === 'good');
    expect(await pids()).toHaveLength(2);
  });

  it('a baseline that is killed is started again, and not ready meanwhile', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(effect());
    const [pid] = await pids();
    process.kill(pid!, 'SIGKILL');
    await until(
      async () => !(await target.observe(effect())).instances[0]!.ready,
    );
    expect((await get(url!)).status).toBe(502);
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    expect((await get(url!)).version).toBe('good');
    expect(await pids()).not.toContain(pid);
  });

  it('a baseline that hangs is never shown as ready, and is started again', async () => {
    const { target } = await fixture.boot();
    const changes: unknown[] = [];
    const stop = target.onChange!(change => changes.push(change));
    await deploy(target, 'good');
    const { url, instances } = await target.observe(effect());
    expect(instances[0]).not.toHaveProperty('restarts');
    const [pid] = await pids();
    changes.length = 0;
    process.kill(pid!, 'SIGSTOP');
    // From the first look on, before anybody has counted anything.
    expect((await target.observe(effect())).instances[0]!.ready).toBe(false);
    await until(async () => !(await pids()).includes(pid!));
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    stop();
    expect((await get(url!)).version).toBe('good');
    const [after] = (await target.observe(effect())).instances;
    expect(after!.id).toBe(instances[0]!.id);
    expect(after!.restarts).toEqual({
      count: 1,
      isCrashLoop: false,
      events: [
        {
          at: expect.any(Number),
          cause: 'unresponsive',
          message:
            'Version good gave no answer on /healthz 3 times in a row, so its process was ended',
        },
      ],
    });
    // That it no longer answered, that it was ended, and that it answers again.
    expect(changes).toEqual(
      Array(3).fill({ service: SERVICE, environment: 'staging' }),
    );
  });

  it('a process that was stopped while the backend was down is not waited for for ever', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good', {
      settings: { readyTimeout: { seconds: 1 } },
    });
    await before.manager.abandon();
    const [pid] = await pids();
    process.kill(pid!, 'SIGSTOP');
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    expect(await pids()).not.toContain(pid);
    expect(
      (await target.observe(effect())).instances[0]!.restarts,
    ).toMatchObject({ count: 1, events: [{ cause: 'unresponsive' }] });
  });

  it('what keeps ending is counted, and called a crash loop, across restarts of the backend', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const restarts = async () =>
      (await before.target.observe(effect())).instances[0]!.restarts;
    for (const nth of [1, 2, 3]) {
      await until(async () => (await pids()).length === 1);
      process.kill((await pids())[0]!, 'SIGKILL');
      await until(async () => (await restarts())?.count === nth);
      expect((await restarts())!.isCrashLoop).toBe(nth === 3);
    }
    expect((await restarts())!.events[0]).toMatchObject({
      cause: 'exited',
      message: expect.stringContaining('was ended by SIGKILL'),
    });
    await before.manager.stop();
    const { target } = await fixture.boot();
    expect(
      (await target.observe(effect())).instances[0]!.restarts,
    ).toMatchObject({ count: 3, isCrashLoop: true });
  });

  it('an adopted baseline that is killed is started again', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.manager.abandon();
    const { target } = await fixture.boot();
    const [pid] = await pids();
    process.kill(pid!, 'SIGKILL');
    await until(async () => {
      const now = await pids();
      return now.length === 1 && now[0] !== pid;
    });
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    expect(await pids()).not.toContain(pid);
  });

  it('a candidate without traffic that is killed has failed, and can be tried again', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('good'));
    await settled(target, handle);
    process.kill((await pids())[0]!, 'SIGKILL');
    await until(
      async () => !(await target.observe(effect())).instances[0]!.ready,
    );
    await until(
      async () =>
        (await target.poll({ ...effect(), handle })).state === 'failed',
    );
    expect(await settled(target, handle)).toMatchObject({
      state: 'failed',
      code: 'exited',
      message: expect.stringContaining('was ended by SIGKILL'),
      retryable: true,
    });
  });

  it('both dead while nobody looked: the baseline is started, the candidate has failed', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const handle = await before.target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    await settled(before.target, handle);
    await before.manager.abandon();
    for (const pid of await pids()) process.kill(pid, 'SIGKILL');
    await until(async () => (await pids()).length === 0);

    const { target } = await fixture.boot();
    expect(await settled(target, handle)).toMatchObject({
      state: 'failed',
      code: 'process_lost',
      retryable: true,
    });
    await until(async () =>
      (
        await target.observe(effect())
      ).instances.some(
        ({ versionName, ready }) => versionName === 'good' && ready,
      ),
    );
    expect(await pids()).toHaveLength(1);
    const { instances } = await target.observe(effect());
    expect(
      instances.find(({ versionName }) => versionName === 'good')?.restarts,
    ).toMatchObject({
      count: 1,
      events: [
        {
          cause: 'exited',
          message: 'Version good ended while the backend was not running',
        },
      ],
    });
  });

  it('a process that was started but not yet written down is adopted', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const running = await pids();
    await before.manager.abandon();
    await edit(state => delete state.instances[0]!.process);
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    expect(await pids()).toEqual(running);
  });

  it('an instance that was written down but never started is started', async () => {
    const before = await fixture.boot();
    const handle = await before.target.apply(applyRequest('good'));
    await settled(before.target, handle);
    await before.manager.stop();
    await edit(state => {
      const [instance] = state.instances;
      delete instance!.process;
      delete instance!.port;
      delete instance!.startedAt;
    });
    const { target } = await fixture.boot();
    expect(await settled(target, handle)).toMatchObject({ state: 'ready' });
  });

  it('a retirement that was interrupted is finished', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.manager.abandon();
    await edit(state => {
      state.instances[0]!.role = 'retired';
      state.instances[0]!.weight = 0;
    });
    const { target } = await fixture.boot();
    await until(async () => (await pids()).length === 0);
    await until(
      async () => (await target.observe(effect())).instances.length === 0,
    );
    expect(await pids()).toEqual([]);
  });

  it('processes of ours that belong to nothing are stopped, others are left alone', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.manager.abandon();
    const stranger = spawn('sleep', ['600'], { detached: true });
    const identity = (await readProcessIdentity(stranger.pid!))!;
    await edit(state => {
      // As if the pid had been given to somebody else since.
      state.instances[0]!.id = 'another';
      state.instances[0]!.process = { pid: stranger.pid!, identity: 'then' };
    });
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(effect())).instances[0]!.ready,
    );
    expect((await fixture.tagged()).map(({ instance }) => instance)).toEqual([
      'another',
    ]);
    expect(await readProcessIdentity(stranger.pid!)).toBe(identity);
    stranger.kill('SIGKILL');
  });

  it('a state file that cannot be read stops its place alone, and nothing that runs there', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const running = await pids();
    await before.manager.abandon();
    await writeFile(await stateFile(), '{ "schema": 1, ');
    const { target } = await fixture.boot();
    await expect(target.observe(effect())).rejects.toMatchObject({
      code: 'state_unreadable',
      retryable: false,
    });
    expect(await pids()).toEqual(running);
    const elsewhere = {
      environment: { name: 'dev', tier: 'development' as const },
    };
    await deploy(target, 'good', elsewhere);
  });

  it('one data directory belongs to one process at a time', async () => {
    const { manager } = await fixture.boot();
    await expect(fixture.boot()).rejects.toThrow(
      /is in use by process \d+: two backends cannot share it/,
    );
    await manager.stop();
    await writeFile(
      path.join(fixture.dataDir, 'lock'),
      JSON.stringify({ pid: process.pid, identity: 'then', token: 'stale' }),
    );
    const next = await fixture.boot();
    await next.manager.stop();
    await writeFile(path.join(fixture.dataDir, 'lock'), '{"pid": 1');
    await fixture.boot();
  });
});
