import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { until } from '../__testUtils__/fixture';
import { createPlaceProxy, type Answered } from './trafficProxy';

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

describe('the proxy of a place', () => {
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
    const answered: Answered[] = [];
    const proxy = createPlaceProxy({
      host: HOST,
      name: 'checkout in staging',
      requestTimeoutMs,
      onAnswered: one => answered.push(one),
    });
    const own = await freePort();
    await proxy.listen(own);
    closeProxy = () => proxy.close(0);
    proxy.route([{ instance: 'i', port, weight: 100 }]);
    return { proxy, port: own, answered };
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

  it('passes answers on, says who asked, and keeps connections alive', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const { port, answered } = await proxyTo(
      await upstream((req, res) => {
        seen.push(req.headers);
        res.end('hello');
      }),
    );
    const agent = new http.Agent({ keepAlive: true });
    const first = await request(port, { agent });
    // A socket goes back to its agent a moment after the answer has ended.
    await new Promise(resolve => setTimeout(resolve, 20));
    const second = await request(port, { agent });
    agent.destroy();
    expect(first).toMatchObject({ status: 200, body: 'hello' });
    expect(second.socketPort).toBe(first.socketPort);
    expect(seen[0]).toMatchObject({ 'x-forwarded-proto': 'http' });
    expect(answered).toMatchObject([
      { instance: 'i', status: 200, error: false, aborted: false },
      { instance: 'i', status: 200, error: false, aborted: false },
    ]);
  });

  it('counts a 5xx as an error, and a 4xx not', async () => {
    const { port, answered } = await proxyTo(
      await upstream((req, res) => {
        res.statusCode = Number(req.url!.slice(1));
        res.end();
      }),
    );
    for (const path of ['/503', '/404']) await request(port, { path });
    expect(answered.map(({ error }) => error)).toEqual([true, false]);
  });

  it('answers 502 for an instance that does not listen', async () => {
    const { port, answered } = await proxyTo(await freePort());
    expect(await request(port)).toMatchObject({
      status: 502,
      body: 'checkout in staging did not answer (ECONNREFUSED).\n',
    });
    expect(answered).toMatchObject([{ instance: 'i', error: true }]);
  });

  it('answers 504 for an instance that says nothing in time', async () => {
    const { port, answered } = await proxyTo(await upstream(() => {}), 100);
    expect(await request(port)).toMatchObject({
      status: 504,
      body: 'checkout in staging gave no answer within 0.1 s.\n',
    });
    expect(answered).toMatchObject([
      { status: 504, error: true, aborted: false },
    ]);
  });

  it('answers 502 for an instance that resets the connection', async () => {
    const { port } = await proxyTo(await upstream(req => req.destroy()));
    expect(await request(port)).toMatchObject({
      status: 502,
      body: 'checkout in staging did not answer (ECONNRESET).\n',
    });
  });

  it('breaks off an answer that falls silent half way', async () => {
    const { port, answered } = await proxyTo(
      await upstream((_req, res) => {
        res.write('half of');
      }),
      100,
    );
    await expect(request(port)).rejects.toThrow();
    await until(() => answered.length > 0);
    expect(answered).toMatchObject([{ status: 200, error: true }]);
  });

  it('breaks off when the instance does, and counts it as an error', async () => {
    const { port, answered } = await proxyTo(
      await upstream((_req, res) => {
        res.write('half of');
        setTimeout(() => res.destroy(), 20);
      }),
    );
    await expect(request(port)).rejects.toThrow();
    await until(() => answered.length > 0);
    expect(answered).toMatchObject([{ status: 200, error: true }]);
  });

  it('does not blame an instance for a client that goes away', async () => {
    let gone = () => {};
    const left = new Promise<void>(resolve => (gone = resolve));
    const { port, answered } = await proxyTo(
      await upstream((_req, res) => res.once('close', gone)),
    );
    const client = http.get({ host: HOST, port, agent: false });
    client.on('error', () => {});
    setTimeout(() => client.destroy(), 100);
    await left;
    await until(() => answered.length > 0);
    expect(answered).toMatchObject([{ error: false, aborted: true }]);
  });

  it('says when nothing is deployed, and does not count that', async () => {
    const { proxy, port, answered } = await proxyTo(1);
    proxy.route([]);
    expect(await request(port)).toMatchObject({
      status: 503,
      body: 'checkout in staging: nothing is deployed here.\n',
    });
    expect(answered).toEqual([]);
  });

  it('keeps to its shares when it is told the same again', async () => {
    const own = await upstream((_req, res) => res.end());
    const { proxy, port, answered } = await proxyTo(own);
    const routes = () => [
      { instance: 'i', port: own, weight: 75 },
      { instance: 'j', port: own, weight: 25 },
    ];
    for (let n = 0; n < 100; n++) {
      proxy.route(routes());
      await request(port);
    }
    await until(() => answered.length === 100);
    expect(answered.filter(({ instance }) => instance === 'j')).toHaveLength(
      25,
    );
  });

  it('lets what is under way finish where it is, and knows when that is over', async () => {
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
    const draining = proxy.drained('i', 10_000).then(() => (drained = true));
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(drained).toBe(false);
    finish();
    expect((await answer).body).toBe('late');
    await draining;
    await proxy.drained('i', 10_000);
  });

  it('passes upgraded connections in both directions', async () => {
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
    await proxy.drained('i', 10_000);
  });

  it.each([
    ['GET http:// HTTP/1.1', ''],
    ['GET /\\\\ HTTP/1.1', ''],
    ['GET http://a:99999/ HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: w\r\n'],
  ])('answers 400 to %j, which is no address', async (line, more) => {
    const { port, proxy, answered } = await proxyTo(
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
      socket.setTimeout(5_000, () => reject(new Error('no answer')));
    });
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    // No instance had a part in it, and none is waited for.
    await proxy.drained('i', 10_000);
    expect(answered).toEqual([]);
    expect((await request(port)).body).toBe('ok');
  });

  it('passes paths on that begin with several slashes', async () => {
    const { port } = await proxyTo(
      await upstream((req, res) => res.end(req.url)),
    );
    expect((await request(port, { path: '//[a' })).body).toBe('//[a');
  });

  it('survives nonsense from clients', async () => {
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
