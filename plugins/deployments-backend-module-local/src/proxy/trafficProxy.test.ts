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
      onMirrored: () => {},
    });
    const own = await freePort();
    await proxy.listen(own);
    closeProxy = () => proxy.close(0);
    proxy.route({
      routes: [{ instance: 'i', weight: 100, replicas: [{ id: 'i', port }] }],
    });
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

  it('returns 502 to a client that is still sending its body when the instance is not listening', async () => {
    const { port } = await proxyTo(await freePort());
    const body = Buffer.alloc(4_000_000);
    const status = await new Promise((resolve, reject) => {
      let received: number | undefined;
      http
        .request({ host: HOST, port, method: 'POST' }, response => {
          received = response.statusCode;
          response.resume().on('error', reject);
        })
        .on('error', reject)
        .on('close', () => resolve(received))
        .end(body);
    });
    expect(status).toBe(502);
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
      // Long enough for the first half on a busy machine.
      1_000,
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
    proxy.route({ routes: [] });
    expect(await request(port)).toMatchObject({
      status: 503,
      body: 'checkout in staging: nothing is deployed here.\n',
    });
    expect(completed).toEqual([]);
  });

  it('keeps the exact weights when the same routes are set again', async () => {
    const own = await upstream((_req, res) => res.end());
    const { proxy, port, completed } = await proxyTo(own);
    const table = () => ({
      routes: [
        { instance: 'i', weight: 75, replicas: [{ id: 'i', port: own }] },
        { instance: 'j', weight: 25, replicas: [{ id: 'j', port: own }] },
      ],
    });
    for (let n = 0; n < 100; n++) {
      proxy.route(table());
      await request(port);
    }
    await until(() => completed.length === 100);
    expect(completed.filter(({ instance }) => instance === 'j')).toHaveLength(
      25,
    );
  });

  it('spreads the requests of a version evenly over its replicas, and counts them for the version', async () => {
    const hits = [0, 0, 0];
    const replicas = await Promise.all(
      hits.map(async (_, index) => ({
        id: `i-${index}`,
        port: await upstream((_req, res) => {
          hits[index] += 1;
          res.end();
        }),
      })),
    );
    const { proxy, port, completed } = await proxyTo(1);
    proxy.route({ routes: [{ instance: 'i', weight: 100, replicas }] });
    for (let n = 0; n < 30; n++) await request(port);
    expect(hits).toEqual([10, 10, 10]);
    await until(() => completed.length === 30);
    expect(new Set(completed.map(({ instance }) => instance))).toEqual(
      new Set(['i']),
    );
  });

  it('keeps the exact weights when only the replicas of a version change', async () => {
    const own = await upstream((_req, res) => res.end());
    const { proxy, port, completed } = await proxyTo(own);
    for (let n = 0; n < 100; n++) {
      proxy.route({
        routes: [
          {
            instance: 'i',
            weight: 75,
            replicas: [{ id: `i-${n}`, port: own }],
          },
          { instance: 'j', weight: 25, replicas: [{ id: 'j', port: own }] },
        ],
      });
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
    proxy.route({ routes: [] });
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

  it('reuses connections to the instance, and sends a request again if the instance has closed one', async () => {
    const ports: number[] = [];
    const port = await upstream((req, res) => {
      const isReused = ports.includes(req.socket.remotePort!);
      ports.push(req.socket.remotePort!);
      if (req.url === '/close' && isReused) req.socket.destroy();
      else res.end('ok');
    });
    const { port: own, completed } = await proxyTo(port);
    await request(own);
    await request(own);
    expect(ports[1]).toBe(ports[0]);
    expect(await request(own, { path: '/close' })).toMatchObject({
      status: 200,
      body: 'ok',
    });
    expect(completed.map(({ error }) => error)).toEqual([false, false, false]);
  });

  it('does not send a POST again when the instance closes the connection', async () => {
    let received = 0;
    const { port } = await proxyTo(
      await upstream((req, res) => {
        received += 1;
        if (received === 1) res.end();
        else req.socket.destroy();
      }),
    );
    await request(port, { method: 'POST' });
    expect((await request(port, { method: 'POST' })).status).toBe(502);
    expect(received).toBe(2);
  });

  it('uses no connection for a POST that was idle for a second', async () => {
    const ports: number[] = [];
    const { port } = await proxyTo(
      await upstream((req, res) => {
        ports.push(req.socket.remotePort!);
        res.end();
      }),
    );
    for (const pauseMs of [0, 0, 1_000]) {
      await new Promise(resolve => setTimeout(resolve, pauseMs));
      await request(port, { method: 'POST' });
    }
    expect(ports[1]).toBe(ports[0]);
    expect(ports[2]).not.toBe(ports[0]);
  });

  it('closes idle connections to an instance whose route is removed', async () => {
    let isClosed = false;
    const { port, proxy } = await proxyTo(
      await upstream((req, res) => {
        req.socket.once('close', () => (isClosed = true));
        res.end();
      }),
    );
    await request(port);
    expect(isClosed).toBe(false);
    proxy.route({ routes: [] });
    await until(() => isClosed);
  });

  it('forwards bodies and trailers in both directions, and no headers of a connection', async () => {
    let seen: http.IncomingMessage | undefined;
    const { port } = await proxyTo(
      await upstream(async (req, res) => {
        seen = req;
        const chunks: Buffer[] = [];
        for await (const chunk of req) chunks.push(chunk);
        res.setHeader('Connection', 'close, X-Hop');
        res.setHeader('X-Hop', '1');
        res.setHeader('X-End', '1');
        res.setHeader('Set-Cookie', ['a=1', 'b=2']);
        res.setHeader('Trailer', 'X-Sum');
        res.write(Buffer.concat(chunks));
        res.addTrailers({ 'X-Sum': '7' });
        res.end();
      }),
    );
    const body = 'x'.repeat(300_000);
    const response = await new Promise<http.IncomingMessage & { body: string }>(
      (resolve, reject) => {
        const sent = http.request(
          {
            host: HOST,
            port,
            method: 'POST',
            path: '/a?b=c',
            headers: {
              Connection: 'close, X-Own',
              'X-Own': '1',
              'X-Kept': '1',
              'X-Forwarded-For': '10.0.0.1',
              'X-Slipway-Mirrored': '1',
              Trailer: 'X-Check',
              'Transfer-Encoding': 'chunked',
            },
          },
          received => {
            let text = '';
            received.on('data', chunk => (text += chunk));
            received.on('end', () =>
              resolve(Object.assign(received, { body: text })),
            );
          },
        );
        sent.on('error', reject);
        sent.write(body);
        sent.addTrailers({ 'X-Check': '3' });
        sent.end();
      },
    );
    expect(response.body).toBe(body);
    expect(response.headers).toMatchObject({
      'x-end': '1',
      'set-cookie': ['a=1', 'b=2'],
    });
    expect(response.headers['x-hop']).toBeUndefined();
    expect(response.trailers).toEqual({ 'x-sum': '7' });
    expect(seen?.url).toBe('/a?b=c');
    expect(seen?.trailers).toEqual({ 'x-check': '3' });
    expect(seen?.headers).toMatchObject({
      'x-kept': '1',
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'http',
      host: `${HOST}:${port}`,
    });
    expect(seen?.headers['x-own']).toBeUndefined();
    expect(seen?.headers['x-slipway-mirrored']).toBeUndefined();
  });

  it.each([
    ['POST', undefined, '0'],
    ['POST', 'abc', '3'],
    ['DELETE', undefined, undefined],
    ['GET', 'abc', '3'],
  ])(
    'forwards the length of a %s with the body %j',
    async (method, body, length) => {
      let seen: string | undefined;
      let text = '';
      const { port } = await proxyTo(
        await upstream(async (req, res) => {
          seen = req.headers['content-length'];
          for await (const chunk of req) text += chunk;
          res.end();
        }),
      );
      const status = await new Promise(resolve => {
        http
          .request(
            {
              host: HOST,
              port,
              method,
              headers: body ? { 'Content-Length': body.length } : {},
            },
            response => {
              response.resume();
              resolve(response.statusCode);
            },
          )
          .end(body);
      });
      expect([status, seen, text]).toEqual([200, length, body ?? '']);
    },
  );

  it('asks the instance before the client sends a body, if the client expects that', async () => {
    const server = http.createServer();
    servers.push(server);
    const events: string[] = [];
    server.on('checkContinue', (req, res) => {
      events.push('asked');
      if (req.url === '/no') {
        res.statusCode = 413;
        res.end();
        return;
      }
      res.writeContinue();
      req.on('data', chunk => events.push(`body ${chunk}`));
      req.on('end', () => res.end('thanks'));
    });
    const { port } = await proxyTo(await listening(server));
    const send = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const sent = http.request({
          host: HOST,
          port,
          path,
          method: 'POST',
          agent: false,
          headers: { Expect: '100-continue', 'Content-Length': 4 },
        });
        sent.on('continue', () => sent.end('abcd'));
        sent.on('response', response => {
          response.resume();
          resolve(response.statusCode!);
        });
        sent.on('error', reject);
        sent.flushHeaders();
      });
    expect(await send('/yes')).toBe(200);
    expect(await send('/no')).toBe(413);
    expect(events).toEqual(['asked', 'body abcd', 'asked']);
  });

  it('forwards a response that arrives before the body of the request has ended', async () => {
    const { port, completed } = await proxyTo(
      await upstream((_req, res) => {
        res.statusCode = 413;
        res.end('too large');
      }),
    );
    const status = await new Promise<number>((resolve, reject) => {
      const sent = http.request(
        { host: HOST, port, method: 'POST', agent: false },
        response => {
          response.resume();
          sent.destroy();
          resolve(response.statusCode!);
        },
      );
      sent.on('error', reject);
      sent.write('x'.repeat(1_000_000));
    });
    expect(status).toBe(413);
    await until(() => completed.length > 0);
    expect(completed[0]).toMatchObject({ status: 413, error: false });
  });

  it('ends the request to the instance when the client disconnects while sending the body', async () => {
    let isAborted = false;
    let disconnect = () => {};
    const { port, completed } = await proxyTo(
      await upstream(req => {
        req.on('error', () => {});
        req.once('data', () => disconnect());
        req.once('close', () => (isAborted = !req.complete));
      }),
    );
    const client = http.request({ host: HOST, port, method: 'POST' });
    client.on('error', () => {});
    disconnect = () => client.destroy();
    client.write('some');
    await until(() => isAborted && completed.length > 0);
    expect(completed).toMatchObject([{ error: false, aborted: true }]);
  });

  it('serves clients of HTTP/1.0', async () => {
    const { port } = await proxyTo(
      await upstream((_req, res) => {
        res.setHeader('Trailer', 'X-Sum');
        res.write('he');
        res.addTrailers({ 'X-Sum': '1' });
        res.end('llo');
      }),
    );
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(port, HOST, () =>
        socket.write('GET / HTTP/1.0\r\n\r\n'),
      );
      let text = '';
      socket.on('error', reject);
      socket.on('data', data => (text += data));
      socket.on('end', () => resolve(text));
    });
    expect(reply).toMatch(/^HTTP\/1.1 200 /);
    expect(reply).toMatch(/\r\n\r\nhello$/);
  });

  it('returns the response of an instance that refuses to change the protocol', async () => {
    const { port, proxy } = await proxyTo(
      await upstream((_req, res) => {
        res.statusCode = 401;
        res.end('who are you');
      }),
    );
    const answer = await request(port, {
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    });
    expect(answer).toMatchObject({ status: 401, body: 'who are you' });
    await proxy.waitUntilDrained('i', 10_000);
  });

  it('returns 502 to a client that asks for another protocol when the instance is not listening', async () => {
    const { port } = await proxyTo(await freePort());
    const answer = await request(port, {
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    });
    expect(answer.status).toBe(502);
  });

  it.each([
    ['a reason with a control character', 'HTTP/1.1 200 O\x01K'],
    ['an impossible status', 'HTTP/1.1 099 Odd'],
    [
      'another protocol that nobody asked for',
      'HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: Upgrade',
    ],
    ['nonsense', 'nonsense'],
  ])('returns 502 when the instance responds with %s', async (_, head) => {
    const server = net.createServer(socket => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.end(`${head}\r\nContent-Length: 0\r\n\r\n`, 'latin1'),
      );
    });
    const { port, completed } = await proxyTo(await listening(server));
    expect((await request(port)).status).toBe(502);
    server.close();
    expect(completed).toMatchObject([{ status: 502, error: true }]);
  });

  it('survives requests with unusual bytes', async () => {
    const { port } = await proxyTo(await upstream((_q, res) => res.end('ok')));
    for (const line of [
      'GET /\x7f HTTP/1.1',
      'GET /\xff\xe9 HTTP/1.1',
      'GET /a\x01 HTTP/1.1',
      'OPTIONS * HTTP/1.1',
      'PURGE /a HTTP/1.1',
      'GET a:b HTTP/1.1',
    ]) {
      for (const upgrade of ['', 'Connection: Upgrade\r\nUpgrade: \xe9\r\n']) {
        const reply = await new Promise<string>((resolve, reject) => {
          const socket = net.connect(port, HOST, () =>
            socket.write(
              `${line}\r\nHost: a\r\nX-Odd: \xe9\t\r\n${upgrade}\r\n`,
              'latin1',
            ),
          );
          socket.on('error', reject);
          socket.on('data', data => {
            resolve(data.toString());
            socket.destroy();
          });
        });
        expect(reply).toMatch(/^HTTP\/1.1 (200|400) /);
      }
    }
    expect((await request(port)).body).toBe('ok');
  });

  it('forwards absolute URLs as a path', async () => {
    const { port } = await proxyTo(
      await upstream((req, res) => res.end(req.url)),
    );
    expect((await request(port, { path: 'http://shop/a?b' })).body).toBe(
      '/a?b',
    );
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
    expect((await request(port, { path: '/\\\\' })).body).toBe('/\\\\');
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
