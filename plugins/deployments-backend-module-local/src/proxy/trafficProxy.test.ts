import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { until } from '../__testUtils__/fixture';
import { createTrafficProxy, type CompletedRequest } from './trafficProxy';

const HOST = '127.0.0.1';

const listening = (server: net.Server) =>
  new Promise<number>(resolve =>
    server.listen(0, HOST, () =>
      resolve((server.address() as AddressInfo).port),
    ),
  );

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('createTrafficProxy', () => {
  const servers: http.Server[] = [];
  let closeProxy: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await closeProxy?.();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function upstream(handler: http.RequestListener): Promise<number> {
    const server = http.createServer(handler);
    servers.push(server);
    return listening(server);
  }

  async function proxyTo(port: number, requestTimeoutMs = 5_000) {
    const completed: CompletedRequest[] = [];
    const proxy = createTrafficProxy({
      host: HOST,
      name: 'checkout in staging',
      requestTimeoutMs,
      onRequestCompleted: one => completed.push(one),
    });
    const own = await freePort();
    await proxy.listen(own);
    closeProxy = () => proxy.close(0);
    proxy.route([{ instance: 'i', port, weight: 100 }]);
    return { proxy, port: own, completed };
  }

  function request(
    port: number,
    options: http.RequestOptions = {},
  ): Promise<{ status: number; body: string; socketPort?: number }> {
    return new Promise((resolve, reject) => {
      http
        .get({ host: HOST, port, agent: false, ...options }, response => {
          let body = '';
          const socketPort = response.socket.localPort;
          response.on('data', chunk => (body += chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode!, body, socketPort }),
          );
        })
        .on('error', reject);
    });
  }

  it('forwards responses with x-forwarded headers, and keeps client connections alive', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const { port, completed } = await proxyTo(
      await upstream((req, res) => {
        seen.push(req.headers);
        res.end('hello');
      }),
    );
    const agent = new http.Agent({ keepAlive: true });
    const first = await request(port, { agent });
    // A socket returns to its agent a moment after the response has ended.
    await new Promise(resolve => setTimeout(resolve, 20));
    const second = await request(port, { agent });
    agent.destroy();
    expect(first).toMatchObject({ status: 200, body: 'hello' });
    expect(second.socketPort).toBe(first.socketPort);
    expect(seen[0]).toMatchObject({ 'x-forwarded-proto': 'http' });
    expect(completed).toMatchObject([
      { instance: 'i', status: 200, error: false, aborted: false },
      { instance: 'i', status: 200, error: false, aborted: false },
    ]);
  });

  it('counts a 5xx as an error, but not a 4xx', async () => {
    const { port, completed } = await proxyTo(
      await upstream((req, res) => {
        res.statusCode = Number(req.url!.slice(1));
        res.end();
      }),
    );
    for (const path of ['/503', '/404']) await request(port, { path });
    expect(completed.map(({ error }) => error)).toEqual([true, false]);
  });

  it('returns 502 when the instance is not listening', async () => {
    const { port, completed } = await proxyTo(await freePort());
    expect(await request(port)).toMatchObject({
      status: 502,
      body: 'checkout in staging did not respond (ECONNREFUSED).\n',
    });
    expect(completed).toMatchObject([{ instance: 'i', error: true }]);
  });

  it('returns 504 when the instance does not respond in time', async () => {
    const { port, completed } = await proxyTo(await upstream(() => {}), 100);
    expect(await request(port)).toMatchObject({
      status: 504,
      body: 'checkout in staging did not respond within 0.1 s.\n',
    });
    expect(completed).toMatchObject([
      { status: 504, error: true, aborted: false },
    ]);
  });

  it('returns 502 when the instance resets the connection', async () => {
    const { port } = await proxyTo(await upstream(req => req.destroy()));
    expect(await request(port)).toMatchObject({
      status: 502,
      body: 'checkout in staging did not respond (ECONNRESET).\n',
    });
  });

  it('interrupts a response that stalls, and counts an error', async () => {
    const { port, completed } = await proxyTo(
      await upstream((_req, res) => {
        res.write('half of');
      }),
      100,
    );
    await expect(request(port)).rejects.toThrow();
    await until(() => completed.length > 0);
    expect(completed).toMatchObject([{ status: 200, error: true }]);
  });

  it('interrupts a response when the instance does, and counts an error', async () => {
    const { port, completed } = await proxyTo(
      await upstream((_req, res) => {
        res.write('half of');
        setTimeout(() => res.destroy(), 20);
      }),
    );
    await expect(request(port)).rejects.toThrow();
    await until(() => completed.length > 0);
    expect(completed).toMatchObject([{ status: 200, error: true }]);
  });

  it('counts no error when the client disconnects', async () => {
    let gone = () => {};
    const left = new Promise<void>(resolve => (gone = resolve));
    const { port, completed } = await proxyTo(
      await upstream((_req, res) => res.once('close', gone)),
    );
    const client = http.get({ host: HOST, port, agent: false });
    client.on('error', () => {});
    setTimeout(() => client.destroy(), 100);
    await left;
    await until(() => completed.length > 0);
    expect(completed).toMatchObject([{ error: false, aborted: true }]);
  });

  it('returns 503 when nothing is deployed, and counts no request', async () => {
    const { proxy, port, completed } = await proxyTo(1);
    proxy.route([]);
    expect(await request(port)).toMatchObject({
      status: 503,
      body: 'checkout in staging: nothing is deployed here.\n',
    });
    expect(completed).toEqual([]);
  });

  it('keeps the exact weights when the same routes are set again', async () => {
    const own = await upstream((_req, res) => res.end());
    const { proxy, port, completed } = await proxyTo(own);
    const routes = () => [
      { instance: 'i', port: own, weight: 75 },
      { instance: 'j', port: own, weight: 25 },
    ];
    for (let n = 0; n < 100; n++) {
      proxy.route(routes());
      await request(port);
    }
    await until(() => completed.length === 100);
    expect(completed.filter(({ instance }) => instance === 'j')).toHaveLength(
      25,
    );
  });

  it('finishes a request in progress when its route is removed, and reports the instance as drained then', async () => {
    let finish = () => {};
    let arrived = () => {};
    const under = new Promise<void>(resolve => (arrived = resolve));
    const { proxy, port } = await proxyTo(
      await upstream((_req, res) => {
        finish = () => res.end('late');
        arrived();
      }),
    );
    const answer = request(port);
    await under;
    proxy.route([]);
    let drained = false;
    const draining = proxy
      .waitUntilDrained('i', 10_000)
      .then(() => (drained = true));
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(drained).toBe(false);
    finish();
    expect((await answer).body).toBe('late');
    await draining;
    await proxy.waitUntilDrained('i', 10_000);
  });

  it('forwards upgraded connections in both directions', async () => {
    const port = await upstream(() => {});
    servers[0]!.on('upgrade', (_req, socket: net.Socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
      socket.pipe(socket);
    });
    const { port: own, proxy } = await proxyTo(port);
    const echo = await new Promise<string>((resolve, reject) => {
      http
        .get({
          host: HOST,
          port: own,
          headers: { connection: 'Upgrade', upgrade: 'websocket' },
        })
        .on('error', reject)
        .on('upgrade', (_response, socket) => {
          socket.on('data', data => {
            resolve(data.toString());
            socket.destroy();
          });
          socket.write('ping');
        });
    });
    expect(echo).toBe('ping');
    await proxy.waitUntilDrained('i', 10_000);
  });

  it.each([
    ['GET http:// HTTP/1.1', ''],
    ['GET /\\\\ HTTP/1.1', ''],
    ['GET http://a:99999/ HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: w\r\n'],
  ])('returns 400 for %j, which is not a valid URL', async (line, more) => {
    const { port, proxy, completed } = await proxyTo(
      await upstream((_q, res) => res.end('ok')),
    );
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(port, HOST, () =>
        socket.write(`${line}\r\nHost: a\r\n${more}\r\n`),
      );
      socket.on('error', reject);
      socket.on('data', data => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.setTimeout(5_000, () => reject(new Error('no response')));
    });
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    // No instance was involved, so draining does not wait.
    await proxy.waitUntilDrained('i', 10_000);
    expect(completed).toEqual([]);
    expect((await request(port)).body).toBe('ok');
  });

  it('forwards paths that start with several slashes', async () => {
    const { port } = await proxyTo(
      await upstream((req, res) => res.end(req.url)),
    );
    expect((await request(port, { path: '//[a' })).body).toBe('//[a');
  });

  it('returns 400 for requests that are not HTTP, and keeps serving', async () => {
    const { port } = await proxyTo(await upstream((_q, res) => res.end('ok')));
    const reply = await new Promise<string>(resolve => {
      const socket = net.connect(port, HOST, () =>
        socket.write('nonsense\r\n\r\n'),
      );
      socket.on('data', data => resolve(data.toString()));
    });
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    expect((await request(port)).body).toBe('ok');
  });
});
