import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPTS = resolve(__dirname, '../../../../scripts/lib');

/** Serves the folder of its first argument, and prints its port. */
const PROGRAM = `
  import { createServer } from 'node:net';
  const { serveApp } = await import(process.argv[1] + '/appServer.mjs');
  const free = createServer();
  const port = await new Promise(done =>
    free.listen(0, '127.0.0.1', () => done(free.address().port)),
  );
  await new Promise(done => free.close(done));
  const config = [{ context: 'app', data: { app: { title: '</title><b>' } } }];
  await serveApp({ folder: process.argv[2], config, port });
  console.log(port);
`;

describe('serveApp', () => {
  let folder: string;
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-app-'));
    const dist = join(folder, 'dist');
    mkdirSync(join(dist, 'static'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    symlinkSync(join(folder, 'secret.txt'), join(dist, 'linked.txt'));
    writeFileSync(join(dist, '.config-schema.json'), '{"secret":1}');
    writeFileSync(join(dist, 'static', 'main.1.js'), 'main');
    writeFileSync(
      join(dist, 'index.html'),
      '<title>x</title><script type="backstage.io/config">[]</script>',
    );
    server = spawn(
      process.execPath,
      ['--input-type=module', '-e', PROGRAM, SCRIPTS, dist],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: server.stdout! })) {
      port = Number(line);
      break;
    }
  });
  afterAll(async () => {
    if (server.exitCode === null) {
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** A request as it is written, which a client of HTTP would put in order first. */
  function ask(target: string): Promise<string> {
    return new Promise((done, fail) => {
      let answer = '';
      const socket = net.connect(port, '127.0.0.1', () =>
        socket.write(
          `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
        ),
      );
      socket.on('data', data => {
        answer += data;
      });
      socket.on('error', fail);
      socket.on('close', () => done(answer));
    });
  }

  it.each(['//', '//[', '/\\', 'http://', '//:80/x'])(
    'returns the page for the invalid URL %s, and keeps serving',
    async target => {
      expect(await ask(target)).toMatch(/^HTTP\/1\.1 200 /);
      expect(await ask('/static/main.1.js')).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it.each([
    '/../secret.txt',
    '/static/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/static/..%2f..%2fsecret.txt',
    '/linked.txt',
    '/.config-schema.json',
    '/index.html',
  ])('serves no file outside the build for %s', async target => {
    const answer = await ask(target);
    expect(answer).not.toContain('secret');
    expect(answer).not.toContain('[]');
  });

  it('escapes configuration text that would end its HTML element', async () => {
    const page = await ask('/');
    expect(page).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>');
    expect(page).not.toContain('</title><b>');
    expect(page).toMatch(/cache-control: no-store/i);
  });
});
