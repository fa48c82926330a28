import net from 'node:net';
import {
  applyRequest,
  createFixture,
  deploy,
  effect,
  get,
  settled,
  SERVER,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(60_000);

const occupy = (port: number) =>
  new Promise<net.Server>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const release = (server: net.Server) =>
  new Promise(resolve => server.close(resolve));
const portOf = (url: string | undefined) => Number(new URL(url!).port);

describe('bringing a version in', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  it('says how a process ended that does not stay, with what it said last', async () => {
    const { target } = await fixture.boot();
    const lines: string[] = [];
    const handle = await target.apply(applyRequest('crashing'));
    const progress = await settled(target, handle, {
      log: line => lines.push(line),
    });
    expect(progress).toMatchObject({
      state: 'failed',
      code: 'exited_at_start',
      message: expect.stringMatching(
        /^Version crashing exited with code 3 before it was ready\. It said: .*Cannot read properties/,
      ),
      retryable: false,
    });
    expect(lines).toContainEqual(
      expect.stringContaining('at loadPriceRules (pricing/rules.js:41:23)'),
    );
    expect(await fixture.tagged()).toEqual([]);
    expect((await target.observe(effect())).instances).toMatchObject([
      { versionName: 'crashing', ready: false, weight: 0 },
    ]);
  });

  it('names a program that is missing', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('missing'));
    expect(await settled(target, handle)).toMatchObject({
      state: 'failed',
      code: 'missing_program',
      message:
        'Version missing could not be started: The program "no-such-program-anywhere" was not found',
      retryable: false,
    });
  });

  it('names a folder that is missing', async () => {
    const { target } = await fixture.boot({
      services: {
        checkout: {
          command: ['node'],
          cwd: '/no/such/folder',
          versions: [{ name: 'good', artifact: 'pkg:generic/test@good' }],
        },
      },
    });
    const handle = await target.apply(applyRequest('good'));
    expect(await settled(target, handle)).toMatchObject({
      state: 'failed',
      code: 'missing_folder',
      message: expect.stringContaining('/no/such/folder'),
    });
  });

  it('refuses a version that config does not declare, and settings that it does not know', async () => {
    const { target } = await fixture.boot();
    await expect(
      target.apply(applyRequest('unheard-of')),
    ).rejects.toMatchObject({ code: 'unknown_version', retryable: false });
    await expect(
      target.apply(applyRequest('good', { settings: { prot: 1 } })),
    ).rejects.toThrow("unknown key 'prot'");
  });

  it('gives up when the time to become ready is over, and says what it waited for', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(
      applyRequest('late', { settings: { readyTimeout: '400ms' } }),
    );
    expect(await target.poll({ ...effect(), handle })).toMatchObject({
      state: 'working',
      message: expect.stringContaining('late'),
    });
    expect(await settled(target, handle)).toMatchObject({
      state: 'failed',
      code: 'not_ready',
      // On a busy machine it does not even listen by then.
      message: expect.stringMatching(
        /^Version late was not ready within 0\.4 s: (\/healthz answers 503|nothing listens yet)$/,
      ),
      retryable: true,
    });
    expect(await fixture.tagged()).toEqual([]);
  });

  it('gives traffic to a ready candidate whose answer comes late, as on a busy machine', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const progress = await settled(
      target,
      await target.apply(applyRequest('better', { deploymentId: 'd2' })),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const candidate = progress.candidate;
    const { pid } = (await fixture.tagged()).find(
      ({ instance }) => instance === candidate.id,
    )!;
    process.kill(pid, 'SIGSTOP');
    // Longer than one question waits, shorter than what ends a process that hangs.
    setTimeout(() => process.kill(pid, 'SIGCONT'), 1_250);
    await target.setTraffic!({ ...effect(), weight: 100, candidate });
    expect((await target.observe(effect())).instances).toMatchObject([
      { versionName: 'good', weight: 0 },
      { versionName: 'better', weight: 100, ready: true },
    ]);
  });

  it('refuses traffic and finalize for a candidate that is not ready', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const handle = await target.apply(
      applyRequest('late', { deploymentId: 'd2' }),
    );
    const candidate = { id: handle.id };
    await expect(
      target.setTraffic!({ ...effect(), weight: 10, candidate }),
    ).rejects.toMatchObject({ code: 'not_ready', retryable: true });
    await expect(
      target.finalize({ ...effect(), candidate }),
    ).rejects.toMatchObject({ code: 'not_ready' });
    await expect(
      target.setTraffic!({ ...effect(), weight: 10, candidate: { id: 'x' } }),
    ).rejects.toMatchObject({ code: 'unknown_candidate', retryable: false });
  });

  it('takes the place of a candidate that an earlier deployment left', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const left = await target.apply(
      applyRequest('late', { deploymentId: 'd2' }),
    );
    await deploy(target, 'better', { deploymentId: 'd3' });
    expect(await settled(target, left)).toMatchObject({
      state: 'failed',
      code: 'gone',
    });
    expect((await target.observe(effect())).instances).toHaveLength(1);
    expect(await fixture.tagged()).toHaveLength(1);
  });

  it('refuses to abort what has been finalized', async () => {
    const { target } = await fixture.boot();
    const candidate = await deploy(target, 'good');
    await expect(
      target.abort({ ...effect(), candidate }),
    ).rejects.toMatchObject({ code: 'already_finalized', retryable: false });
  });

  it('gives a service its variables and none of the portal’s', async () => {
    process.env.PORTAL_DATABASE_PASSWORD = 'for the portal only';
    try {
      const { target } = await fixture.boot({
        services: {
          checkout: {
            command: [
              process.execPath,
              '-e',
              `require('http').createServer((_, r) => r.end(JSON.stringify(process.env)))
                 .listen(Number(process.argv[1]), process.argv[2])`,
              '{{ port }}',
              '{{ host }}',
            ],
            env: { A: 'service', B: 'service' },
            versions: [{ name: 'good', artifact: 'pkg:generic/test@good' }],
          },
        },
      });
      const { url } = await deploy(target, 'good', {
        settings: { env: { B: 'place' } },
      });
      const seen = JSON.parse((await get(url!)).body);
      expect(seen).toMatchObject({
        A: 'service',
        B: 'place',
        HOST: '127.0.0.1',
      });
      expect(seen).not.toHaveProperty('PORTAL_DATABASE_PASSWORD');
    } finally {
      delete process.env.PORTAL_DATABASE_PASSWORD;
    }
  });

  it('keeps secret variables out of what it passes on', async () => {
    const { target } = await fixture.boot({
      services: {
        checkout: {
          command: [
            process.execPath,
            '-e',
            'console.error("bad token: " + process.env.API_TOKEN); process.exit(1)',
          ],
          versions: [{ name: 'good', artifact: 'pkg:generic/test@good' }],
        },
      },
    });
    const handle = await target.apply(
      applyRequest('good', {
        settings: { env: { API_TOKEN: 'hunter2hunter2' } },
      }),
    );
    expect(await settled(target, handle)).toMatchObject({
      message: expect.stringContaining('bad token: ***'),
    });
  });

  describe('ports', () => {
    it('skips one that is taken', async () => {
      const first = await fixture.boot();
      await deploy(first.target, 'good');
      const { url } = await first.target.observe(effect());
      await first.manager.stop();
      const stranger = await occupy(portOf(url) + 1);
      try {
        const { target } = await fixture.boot();
        await settled(target, await target.apply(applyRequest('good')));
        expect((await get(url!)).version).toBe('good');
      } finally {
        await release(stranger);
      }
    });

    it('says so when none is left', async () => {
      const ports = await fixture.boot().then(async ({ target, manager }) => {
        await deploy(target, 'good');
        const { url } = await target.observe(effect());
        await target.remove!(effect());
        await manager.stop();
        return { from: portOf(url), to: portOf(url) };
      });
      const { target } = await fixture.boot({ ports });
      const handle = await target.apply(applyRequest('good'));
      expect(await settled(target, handle)).toMatchObject({
        state: 'failed',
        code: 'ports_exhausted',
        message: expect.stringContaining(
          `No port is free between ${ports.from} and ${ports.to}`,
        ),
      });
    });

    it('takes the fixed one, and says so when somebody else has it', async () => {
      const { target } = await fixture.boot();
      const stranger = await occupy(0);
      const { port } = stranger.address() as net.AddressInfo;
      const settings = { port };
      await expect(
        target.apply(applyRequest('good', { settings })),
      ).rejects.toMatchObject({
        code: 'port_taken',
        message: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
      });
      await release(stranger);
      await deploy(target, 'good', { settings });
      const { url } = await target.observe(effect());
      expect(portOf(url)).toBe(port);
      expect((await get(url!)).version).toBe('good');
    });

    it('moves the stable URL when its port is configured later', async () => {
      const { target } = await fixture.boot();
      await deploy(target, 'good');
      const before = await target.observe(effect());
      const free = await occupy(0);
      const { port } = free.address() as net.AddressInfo;
      await release(free);
      await deploy(target, 'good', { settings: { port }, deploymentId: 'd2' });
      const after = await target.observe(effect());
      expect(portOf(after.url)).toBe(port);
      expect((await get(after.url!)).version).toBe('good');
      await expect(get(before.url!)).rejects.toThrow('ECONNREFUSED');
    });

    it('tries another when a program finds its own taken after all', async () => {
      // Takes "its" port away from itself the first time.
      const flaky = `
        const fs = require('fs'), marker = ${JSON.stringify(
          `${fixture.dataDir}/marker`,
        )};
        if (!fs.existsSync(marker)) {
          fs.writeFileSync(marker, '');
          console.error('Error: listen EADDRINUSE: address already in use');
          process.exit(1);
        }
        import(${JSON.stringify(SERVER)});`;
      const { target } = await fixture.boot({
        services: {
          checkout: {
            command: [process.execPath, '-e', flaky],
            readiness: { path: '/healthz' },
            versions: [{ name: 'good', artifact: 'pkg:generic/test@good' }],
          },
        },
      });
      const handle = await target.apply(applyRequest('good'));
      expect(await settled(target, handle)).toMatchObject({ state: 'ready' });
    });
  });
});
