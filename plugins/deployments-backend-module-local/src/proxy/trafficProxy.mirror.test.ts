import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { TrafficRouting } from '@slipway/backstage-plugin-deployments-node';
import { until } from '../__testUtils__/fixture';
import { createMirrorRecorder } from '../measure/mirrorRecorder';
import { createTrafficProxy, type CompletedRequest } from './trafficProxy';

const HOST = '127.0.0.1';

const listening = (server: net.Server) =>
  new Promise<number>(resolve =>
    server.listen(0, HOST, () =>
      resolve((server.address() as AddressInfo).port),
    ),
  );

async function readText(message: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += chunk;
  return text;
}

describe('mirroring', () => {
  const cleanUps: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function upstream(handler: http.RequestListener): Promise<number> {
    const server = http.createServer(handler);
    cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return listening(server);
  }

  async function startProxy(
    baseline: http.RequestListener,
    candidate: http.RequestListener | number,
    mirror: TrafficRouting['mirror'] = { percent: 100 },
    requestTimeoutMs = 500,
  ) {
    const recorder = createMirrorRecorder();
    const completed: CompletedRequest[] = [];
    const proxy = createTrafficProxy({
      host: HOST,
      name: 'checkout in staging',
      requestTimeoutMs,
      onRequestCompleted: one => completed.push(one),
      onMirrored: recorder.record,
    });
    const server = net.createServer();
    const port = await listening(server);
    await new Promise(resolve => server.close(resolve));
    await proxy.listen(port);
    cleanUps.push(() => proxy.close(0));
    const routes = [
      {
        instance: 'b',
        weight: 100,
        replicas: [{ id: 'b', port: await upstream(baseline) }],
      },
      {
        instance: 'c',
        weight: 0,
        replicas: [
          {
            id: 'c',
            port:
              typeof candidate === 'number'
                ? candidate
                : await upstream(candidate),
          },
        ],
      },
    ];
    proxy.route({ routes, candidate: 'c', routing: { mirror } });
    const send = (
      options: http.RequestOptions = {},
      body?: string,
    ): Promise<{ status?: number; body: string }> =>
      new Promise((resolve, reject) => {
        http
          .request({ host: HOST, port, agent: false, ...options }, response =>
            readText(response).then(
              text => resolve({ status: response.statusCode, body: text }),
              reject,
            ),
          )
          .on('error', reject)
          .end(body);
      });
    const read = () => recorder.compare('c');
    return { proxy, routes, send, read, completed };
  }

  const json = (value: unknown): http.RequestListener => {
    return (_req, res) => {
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(value));
    };
  };

  it('copies requests with their headers, compares the responses, and counts only those of users', async () => {
    const seen: http.IncomingMessage[] = [];
    const { send, read, completed } = await startProxy(
      json({ total: 1, id: 'a' }),
      (req, res) => {
        seen.push(req);
        json(req.url === '/same' ? { total: 1, id: 'b' } : { total: 2 })(
          req,
          res,
        );
      },
      { percent: 100, ignoredFields: ['id'] },
    );
    const headers = { 'X-Slipway-Mirrored': 'forged', Authorization: 'x' };
    const reply = await send({ path: '/same', headers });
    expect(reply.body).toBe('{"total":1,"id":"a"}');
    await send({ path: '/other?q=secret' });
    await until(() => read()?.compared === 2);
    expect(seen[0]?.headers).toMatchObject({
      'x-slipway-mirrored': '1',
      authorization: 'x',
    });
    expect(read()).toMatchObject({
      equalStatus: 2,
      equalBody: 1,
      dropped: 0,
      differences: [{ path: '/other?q=', fields: ['total'] }],
    });
    expect(completed.map(({ instance }) => instance)).toEqual(['b', 'b']);
  });

  it('copies exactly the percentage', async () => {
    let copies = 0;
    const { send } = await startProxy(
      json(1),
      (req, res) => {
        copies += 1;
        json(1)(req, res);
      },
      { percent: 25 },
    );
    for (let n = 0; n < 100; n++) await send();
    await until(() => copies === 25);
  });

  it('copies no request that changes something, unless its method is allowed', async () => {
    const bodies: string[] = [];
    const answer: http.RequestListener = async (req, res) =>
      res.end(await readText(req));
    const candidate: http.RequestListener = async (req, res) => {
      const text = await readText(req);
      bodies.push(`${req.method} ${text}`);
      res.end(text);
    };
    const { send, read, proxy, routes } = await startProxy(answer, candidate);
    await send({ method: 'POST' }, 'order');
    await send({ method: 'GET' });
    await until(() => read()?.compared === 1);
    expect(bodies).toEqual(['GET ']);
    const mirror = { percent: 100, methods: ['POST'] };
    proxy.route({ routes, candidate: 'c', routing: { mirror } });
    expect((await send({ method: 'POST' }, 'order')).body).toBe('order');
    await until(() => read()?.compared === 2);
    expect(bodies).toEqual(['GET ', 'POST order']);
    expect(read()).toMatchObject({ equalBody: 2 });
    // More than is held in memory.
    const large = 'x'.repeat(100_000);
    expect((await send({ method: 'POST' }, large)).body).toBe(large);
    const chunked = { 'Transfer-Encoding': 'chunked' };
    expect((await send({ method: 'POST', headers: chunked }, large)).body).toBe(
      large,
    );
    await until(() => read()?.dropped === 2);
    expect(bodies).toHaveLength(2);
  });

  it('responds without waiting for the candidate, and counts a missing response as a different one', async () => {
    const { send, read, completed } = await startProxy(json(1), () => {});
    // The candidate never responds, so a user who waited for it would get no response.
    expect((await send()).status).toBe(200);
    expect(read()).toBeUndefined();
    await until(() => read()?.compared === 1);
    expect(read()).toMatchObject({
      equalStatus: 0,
      latency: { candidate: { counts: [] } },
      differences: [{ baselineStatus: 200 }],
    });
    expect(read()?.differences[0]?.candidateStatus).toBeUndefined();
    expect(completed).toMatchObject([{ error: false }]);
  });

  it.each<[string, http.RequestListener | number, number | undefined]>([
    ['is not listening', 1, undefined],
    ['resets connections', req => req.destroy(), undefined],
    ['fails', (_req, res) => res.writeHead(500).end(), 500],
  ])(
    'does not change the response of users when the candidate %s',
    async (_, candidate, status) => {
      const { send, read, completed } = await startProxy(json(1), candidate);
      expect(await send()).toEqual({ status: 200, body: '1' });
      await until(() => read()?.compared === 1);
      expect(read()?.equalStatus).toBe(0);
      expect(read()?.differences[0]?.candidateStatus).toBe(status);
      expect(completed).toMatchObject([{ error: false, status: 200 }]);
    },
  );

  it('drops copies while too many are in progress', async () => {
    const waiting: http.ServerResponse[] = [];
    const { send, read } = await startProxy(
      json(1),
      (_req, res) => {
        waiting.push(res);
      },
      { percent: 100 },
      30_000,
    );
    for (let n = 0; n < 70; n++) await send();
    expect(read()?.dropped).toBe(6);
    await until(() => waiting.length === 64);
    for (const response of waiting.splice(0)) response.end('1');
    await until(() => read()?.compared === 64);
    // They no longer occupy a place.
    await send();
    await until(() => waiting.length === 1);
    expect(read()?.dropped).toBe(6);
  });

  it('does not compare responses that are too large or interrupted', async () => {
    const { send, read } = await startProxy((req, res) => {
      if (req.url === '/large') res.end('x'.repeat(200_000));
      else {
        res.write('half');
        setTimeout(() => res.destroy(), 20);
      }
    }, json(1));
    expect((await send({ path: '/large' })).body).toHaveLength(200_000);
    await until(() => read()?.dropped === 1);
    await expect(send()).rejects.toThrow();
    await until(() => read()?.dropped === 2);
    expect(read()?.compared).toBe(0);
  });

  it('does not count copies that are interrupted because the candidate is stopped', async () => {
    let hasArrived = false;
    let isClosed = false;
    const { send, read, proxy, routes } = await startProxy(json(1), req => {
      hasArrived = true;
      req.socket.once('close', () => (isClosed = true));
    });
    await send();
    await until(() => hasArrived);
    proxy.route({ routes: routes.slice(0, 1) });
    await until(() => isClosed);
    await send();
    expect(read()).toBeUndefined();
  });
});
