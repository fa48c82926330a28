import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readProcessIdentity } from '../process/processIdentity';
import type { ServiceEnvironmentState } from '../state/serviceEnvironmentState';
import {
  applyRequest,
  createFixture,
  deploy,
  buildRequest,
  get,
  waitForApply,
  SERVICE,
  until,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

describe('LocalSupervisor', () => {
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
  const edit = async (change: (state: ServiceEnvironmentState) => void) => {
    const file = await stateFile();
    const state = JSON.parse(
      await readFile(file, 'utf8'),
    ) as ServiceEnvironmentState;
    change(state);
    await writeFile(file, JSON.stringify(state));
  };
  const pids = async () => (await fixture.findTagged()).map(({ pid }) => pid);

  it('adopts running processes after a crash of the backend', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const { url, instances } = await before.target.observe(buildRequest());
    const running = await pids();
    await before.supervisor.detach();
    expect(await pids()).toEqual(running);

    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    const after = await target.observe(buildRequest());
    expect(after.url).toBe(url);
    expect(after.instances[0]!.id).toBe(instances[0]!.id);
    expect(await pids()).toEqual(running);
    expect((await get(url!)).version).toBe('good');
  });

  it('stops all processes on a clean stop, and starts them again with the next backend', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const handle = await before.target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    await waitForApply(before.target, handle);
    const { url } = await before.target.observe(buildRequest());
    await before.supervisor.stop();
    expect(await pids()).toEqual([]);

    const { target } = await fixture.boot();
    // The candidate did not fail, so it is started again too.
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'ready',
    });
    await until(async () => (await get(url!)).version === 'good');
    expect(await pids()).toHaveLength(2);
  });

  it('restarts a baseline that was killed, and reports it as not ready meanwhile', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const { url } = await target.observe(buildRequest());
    const [pid] = await pids();
    process.kill(pid!, 'SIGKILL');
    await until(
      async () => !(await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect((await get(url!)).status).toBe(502);
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect((await get(url!)).version).toBe('good');
    expect(await pids()).not.toContain(pid);
  });

  it('reports a hanging baseline as not ready, and restarts it', async () => {
    const { target } = await fixture.boot();
    const changes: unknown[] = [];
    const stop = target.onChange!(change => changes.push(change));
    await deploy(target, 'good');
    const { url, instances } = await target.observe(buildRequest());
    expect(instances[0]).not.toHaveProperty('restarts');
    const [pid] = await pids();
    changes.length = 0;
    process.kill(pid!, 'SIGSTOP');
    // From the first observation on, before any liveness probe has failed.
    // One failed probe is not an outage yet.
    expect((await target.observe(buildRequest())).instances[0]).toMatchObject({
      ready: false,
      unready: { state: 'suspected', since: expect.any(Number) },
    });
    await until(
      async () =>
        (await target.observe(buildRequest())).instances[0]!.unready?.state ===
        'confirmed',
    );
    await until(async () => !(await pids()).includes(pid!));
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    stop();
    expect((await get(url!)).version).toBe('good');
    const [after] = (await target.observe(buildRequest())).instances;
    expect(after!.id).toBe(instances[0]!.id);
    expect(after!.restarts).toEqual({
      count: 1,
      isCrashLoop: false,
      events: [
        {
          at: expect.any(Number),
          cause: 'unresponsive',
          message:
            'Version good did not respond on /healthz 3 times in a row, so its process was stopped',
        },
      ],
    });
    // It stopped responding, it was restarted, and it responds again.
    expect(changes).toEqual(
      Array(3).fill({ service: SERVICE, environment: 'staging' }),
    );
  });

  it('measures nothing while no process of any service responds', async () => {
    const { target } = await fixture.boot();
    const elsewhere = {
      environment: { name: 'production', tier: 'production' as const },
    };
    await deploy(target, 'good');
    await deploy(target, 'good', elsewhere);
    for (const pid of await pids()) process.kill(pid, 'SIGSTOP');
    await until(
      async () =>
        (await target.observe(buildRequest())).instances[0]!.unready?.state ===
        'unmeasured',
    );
  });

  it('restarts a process that was suspended while the backend was down', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good', {
      settings: { readyTimeout: { seconds: 1 } },
    });
    await before.supervisor.detach();
    const [pid] = await pids();
    process.kill(pid!, 'SIGSTOP');
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect(await pids()).not.toContain(pid);
    expect(
      (await target.observe(buildRequest())).instances[0]!.restarts,
    ).toMatchObject({ count: 1, events: [{ cause: 'unresponsive' }] });
  });

  it('counts restarts and reports a crash loop, also after a restart of the backend', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const restarts = async () =>
      (await before.target.observe(buildRequest())).instances[0]!.restarts;
    for (const nth of [1, 2, 3]) {
      await until(async () => (await pids()).length === 1);
      process.kill((await pids())[0]!, 'SIGKILL');
      await until(async () => (await restarts())?.count === nth);
      expect((await restarts())!.isCrashLoop).toBe(nth === 3);
    }
    expect((await restarts())!.events[0]).toMatchObject({
      cause: 'exited',
      message: expect.stringContaining('was terminated by SIGKILL'),
    });
    await before.supervisor.stop();
    const { target } = await fixture.boot();
    expect(
      (await target.observe(buildRequest())).instances[0]!.restarts,
    ).toMatchObject({ count: 3, isCrashLoop: true });
  });

  it('restarts an adopted baseline that was killed', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.supervisor.detach();
    const { target } = await fixture.boot();
    const [pid] = await pids();
    process.kill(pid!, 'SIGKILL');
    await until(async () => {
      const now = await pids();
      return now.length === 1 && now[0] !== pid;
    });
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect(await pids()).not.toContain(pid);
  });

  it('reports a candidate without traffic as failed and retryable when it was killed', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('good'));
    await waitForApply(target, handle);
    process.kill((await pids())[0]!, 'SIGKILL');
    await until(
      async () => !(await target.observe(buildRequest())).instances[0]!.ready,
    );
    await until(
      async () =>
        (await target.poll({ ...buildRequest(), handle })).state === 'failed',
    );
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'failed',
      code: 'exited',
      message: expect.stringContaining('was terminated by SIGKILL'),
      retryable: true,
    });
  });

  it('restarts the baseline and fails the candidate when both died while the backend was down', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const handle = await before.target.apply(
      applyRequest('better', { deploymentId: 'd2' }),
    );
    await waitForApply(before.target, handle);
    await before.supervisor.detach();
    for (const pid of await pids()) process.kill(pid, 'SIGKILL');
    await until(async () => (await pids()).length === 0);

    const { target } = await fixture.boot();
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'failed',
      code: 'process_lost',
      retryable: true,
    });
    await until(async () =>
      (
        await target.observe(buildRequest())
      ).instances.some(
        ({ versionName, ready }) => versionName === 'good' && ready,
      ),
    );
    expect(await pids()).toHaveLength(1);
    const { instances } = await target.observe(buildRequest());
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

  it('adopts a process that was started but not yet stored', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const running = await pids();
    await before.supervisor.detach();
    await edit(state => delete state.instances[0]!.replicas[0]!.process);
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect(await pids()).toEqual(running);
  });

  it('starts an instance that was stored but not yet started', async () => {
    const before = await fixture.boot();
    const handle = await before.target.apply(applyRequest('good'));
    await waitForApply(before.target, handle);
    await before.supervisor.stop();
    await edit(state => {
      const [replica] = state.instances[0]!.replicas;
      delete replica!.process;
      delete replica!.port;
      delete replica!.startedAt;
    });
    const { target } = await fixture.boot();
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'ready',
    });
  });

  it('finishes a retirement that was interrupted', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.supervisor.detach();
    await edit(state => {
      const [instance] = state.instances;
      instance!.role = 'retired';
      instance!.weight = 0;
      instance!.replicas[0]!.isRetired = true;
    });
    const { target } = await fixture.boot();
    await until(async () => (await pids()).length === 0);
    await until(
      async () => (await target.observe(buildRequest())).instances.length === 0,
    );
    expect(await pids()).toEqual([]);
  });

  it('stops tagged processes that belong to no instance, and no other process', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    await before.supervisor.detach();
    const unrelated = spawn('sleep', ['600'], { detached: true });
    const identity = (await readProcessIdentity(unrelated.pid!))!;
    await edit(state => {
      // As if another process had been given the pid since.
      const [replica] = state.instances[0]!.replicas;
      replica!.id = 'another';
      replica!.process = { pid: unrelated.pid!, identity: 'then' };
    });
    const { target } = await fixture.boot();
    await until(
      async () => (await target.observe(buildRequest())).instances[0]!.ready,
    );
    expect(
      (await fixture.findTagged()).map(({ instance }) => instance),
    ).toEqual(['another']);
    expect(await readProcessIdentity(unrelated.pid!)).toBe(identity);
    unrelated.kill('SIGKILL');
  });

  it('rejects calls for a service environment with an unreadable state file, and keeps its processes running', async () => {
    const before = await fixture.boot();
    await deploy(before.target, 'good');
    const running = await pids();
    await before.supervisor.detach();
    await writeFile(await stateFile(), '{ "schema": 1, ');
    const { target } = await fixture.boot();
    await expect(target.observe(buildRequest())).rejects.toMatchObject({
      code: 'state_unreadable',
      retryable: false,
    });
    expect(await pids()).toEqual(running);
    const elsewhere = {
      environment: { name: 'dev', tier: 'development' as const },
    };
    await deploy(target, 'good', elsewhere);
  });

  it('allows only one process at a time to use a data directory', async () => {
    const { supervisor } = await fixture.boot();
    await expect(fixture.boot()).rejects.toThrow(
      /is in use by process \d+: two backends cannot share it/,
    );
    await supervisor.stop();
    await writeFile(
      path.join(fixture.dataDir, 'lock'),
      JSON.stringify({ pid: process.pid, identity: 'then', token: 'stale' }),
    );
    const next = await fixture.boot();
    await next.supervisor.stop();
    await writeFile(path.join(fixture.dataDir, 'lock'), '{"pid": 1');
    await fixture.boot();
  });
});
