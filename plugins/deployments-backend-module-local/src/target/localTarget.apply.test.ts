import net from 'node:net';
import {
  applyRequest,
  createFixture,
  deploy,
  buildRequest,
  get,
  waitForApply,
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
const readPort = (url: string | undefined) => Number(new URL(url!).port);

describe('apply of the local target', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  it('fails with the exit code and the last output when the process exits at its start', async () => {
    const { target } = await fixture.boot();
    const lines: string[] = [];
    const handle = await target.apply(applyRequest('crashing'));
    const progress = await waitForApply(target, handle, {
      log: line => lines.push(line),
    });
    expect(progress).toMatchObject({
      state: 'failed',
      code: 'exited_at_start',
      message: expect.stringMatching(
        /^Version crashing exited with code 3 before it was ready\. Its last output: .*Cannot read properties/,
      ),
      retryable: false,
    });
    expect(lines).toContainEqual(
      expect.stringContaining('at loadPriceRules (pricing/rules.js:41:23)'),
    );
    expect(await fixture.findTagged()).toEqual([]);
    expect((await target.observe(buildRequest())).instances).toMatchObject([
      { versionName: 'crashing', ready: false, weight: 0 },
    ]);
  });

  it('fails with the name of the program when it is missing', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(applyRequest('missing'));
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'failed',
      code: 'missing_program',
      message:
        'Version missing could not be started: The program "no-such-program-anywhere" was not found',
      retryable: false,
    });
  });

  it('fails with the path of the working directory when it is missing', async () => {
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
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'failed',
      code: 'missing_folder',
      message: expect.stringContaining('/no/such/folder'),
    });
  });

  it('rejects a version that is not declared, and unknown settings', async () => {
    const { target } = await fixture.boot();
    await expect(
      target.apply(applyRequest('unheard-of')),
    ).rejects.toMatchObject({ code: 'unknown_version', retryable: false });
    await expect(
      target.apply(applyRequest('good', { settings: { prot: 1 } })),
    ).rejects.toThrow('prot: unknown key');
  });

  it('fails with the last probe when the version is not ready in time', async () => {
    const { target } = await fixture.boot();
    const handle = await target.apply(
      applyRequest('late', { settings: { readyTimeout: '400ms' } }),
    );
    expect(await target.poll({ ...buildRequest(), handle })).toMatchObject({
      state: 'working',
      message: expect.stringContaining('late'),
    });
    expect(await waitForApply(target, handle)).toMatchObject({
      state: 'failed',
      code: 'not_ready',
      // On a busy machine it may not be listening yet.
      message: expect.stringMatching(
        /^Version late was not ready within 0\.4 s: (\/healthz returned 503|nothing is listening yet)$/,
      ),
      retryable: true,
    });
    expect(await fixture.findTagged()).toEqual([]);
  });

  it('gives traffic to a ready candidate that responds late, as on a busy machine', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const progress = await waitForApply(
      target,
      await target.apply(applyRequest('better', { deploymentId: 'd2' })),
    );
    if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
    const candidate = progress.candidate;
    const { pid } = (await fixture.findTagged()).find(
      ({ instance }) => instance === `${candidate.id}-0`,
    )!;
    process.kill(pid, 'SIGSTOP');
    // Longer than the timeout of one probe, shorter than what makes the liveness monitor stop the process.
    setTimeout(() => process.kill(pid, 'SIGCONT'), 1_250);
    await target.setTraffic!({ ...buildRequest(), weight: 100, candidate });
    expect((await target.observe(buildRequest())).instances).toMatchObject([
      { versionName: 'good', weight: 0 },
      { versionName: 'better', weight: 100, ready: true },
    ]);
  });

  it('rejects setTraffic and finalize when the candidate is not ready', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const handle = await target.apply(
      applyRequest('late', { deploymentId: 'd2' }),
    );
    const candidate = { id: handle.id };
    await expect(
      target.setTraffic!({ ...buildRequest(), weight: 10, candidate }),
    ).rejects.toMatchObject({ code: 'not_ready', retryable: true });
    await expect(
      target.finalize({ ...buildRequest(), candidate }),
    ).rejects.toMatchObject({ code: 'not_ready' });
    await expect(
      target.setTraffic!({
        ...buildRequest(),
        weight: 10,
        candidate: { id: 'x' },
      }),
    ).rejects.toMatchObject({ code: 'unknown_candidate', retryable: false });
  });

  it('replaces a candidate that an earlier deployment left behind', async () => {
    const { target } = await fixture.boot();
    await deploy(target, 'good');
    const left = await target.apply(
      applyRequest('late', { deploymentId: 'd2' }),
    );
    await deploy(target, 'better', { deploymentId: 'd3' });
    expect(await waitForApply(target, left)).toMatchObject({
      state: 'failed',
      code: 'gone',
    });
    expect((await target.observe(buildRequest())).instances).toHaveLength(1);
    expect(await fixture.findTagged()).toHaveLength(1);
  });

  it('rejects abort when the candidate has been finalized', async () => {
    const { target } = await fixture.boot();
    const candidate = await deploy(target, 'good');
    await expect(
      target.abort({ ...buildRequest(), candidate }),
    ).rejects.toMatchObject({ code: 'already_finalized', retryable: false });
  });

  it('passes a service its variables and none of the portal’s', async () => {
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
        settings: { env: { B: 'settings' } },
      });
      const seen = JSON.parse((await get(url!)).body);
      expect(seen).toMatchObject({
        A: 'service',
        B: 'settings',
        HOST: '127.0.0.1',
      });
      expect(seen).not.toHaveProperty('PORTAL_DATABASE_PASSWORD');
    } finally {
      delete process.env.PORTAL_DATABASE_PASSWORD;
    }
  });

  it('removes the values of secret variables from failure messages', async () => {
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
    expect(await waitForApply(target, handle)).toMatchObject({
      message: expect.stringContaining('bad token: ***'),
    });
  });

  describe('ports', () => {
    it('skip one that another program uses', async () => {
      const first = await fixture.boot();
      await deploy(first.target, 'good');
      const { url } = await first.target.observe(buildRequest());
      await first.supervisor.stop();
      const otherProgram = await occupy(readPort(url) + 1);
      try {
        const { target } = await fixture.boot();
        await waitForApply(target, await target.apply(applyRequest('good')));
        expect((await get(url!)).version).toBe('good');
      } finally {
        await release(otherProgram);
      }
    });

    it('fail the apply when none is free', async () => {
      const ports = await fixture
        .boot()
        .then(async ({ target, supervisor }) => {
          await deploy(target, 'good');
          const { url } = await target.observe(buildRequest());
          await target.remove!(buildRequest());
          await supervisor.stop();
          return { from: readPort(url), to: readPort(url) };
        });
      const { target } = await fixture.boot({ ports });
      const handle = await target.apply(applyRequest('good'));
      expect(await waitForApply(target, handle)).toMatchObject({
        state: 'failed',
        code: 'ports_exhausted',
        message: expect.stringContaining(
          `No port is free between ${ports.from} and ${ports.to}`,
        ),
      });
    });

    it('use the configured one, and reject the apply when another program uses it', async () => {
      const { target } = await fixture.boot();
      const otherProgram = await occupy(0);
      const { port } = otherProgram.address() as net.AddressInfo;
      const settings = { port };
      await expect(
        target.apply(applyRequest('good', { settings })),
      ).rejects.toMatchObject({
        code: 'port_taken',
        message: expect.stringContaining(
          `Port ${port} on 127.0.0.1 is used by another program`,
        ),
      });
      await release(otherProgram);
      await deploy(target, 'good', { settings });
      const { url } = await target.observe(buildRequest());
      expect(readPort(url)).toBe(port);
      expect((await get(url!)).version).toBe('good');
    });

    it('move the stable URL when its port is configured later', async () => {
      const { target } = await fixture.boot();
      await deploy(target, 'good');
      const before = await target.observe(buildRequest());
      const free = await occupy(0);
      const { port } = free.address() as net.AddressInfo;
      await release(free);
      await deploy(target, 'good', { settings: { port }, deploymentId: 'd2' });
      const after = await target.observe(buildRequest());
      expect(readPort(after.url)).toBe(port);
      expect((await get(after.url!)).version).toBe('good');
      await expect(get(before.url!)).rejects.toThrow('ECONNREFUSED');
    });

    it('are changed when the process reports that its port is in use', async () => {
      // Behaves the first time as if another program used its port.
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
      expect(await waitForApply(target, handle)).toMatchObject({
        state: 'ready',
      });
    });
  });
});
