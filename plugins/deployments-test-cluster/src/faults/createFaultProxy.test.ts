import http from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificateAuthority } from '../certificates/certificateAuthority';
import { createFaultProxy, FaultProxy } from './createFaultProxy';

interface Received {
  method: string;
  path: string;
  body: string;
  authorization?: string;
}

/** A small API server: it remembers what it was sent, and `/watch` responds line by line until the client leaves. */
async function startTarget(protocol: 'https' | 'http') {
  const received: Received[] = [];
  const watchers = new Set<http.ServerResponse>();
  const handle = (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        body: Buffer.concat(parts).toString(),
        authorization: request.headers.authorization,
      });
      if (request.url === '/watch') {
        watchers.add(response);
        response.writeHead(200);
        response.write('first\n');
        response.once('close', () => watchers.delete(response));
        return;
      }
      response.writeHead(201, { 'x-answer': 'yes' });
      response.end(`${request.method} done`);
    });
  };
  const authority = createCertificateAuthority('target');
  const issued = authority.issue({ commonName: 't', hosts: ['127.0.0.1'] });
  const server =
    protocol === 'https'
      ? https.createServer(
          { cert: issued.certificate, key: issued.key },
          handle,
        )
      : http.createServer(handle);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.certificate,
    received,
    watchers,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Options {
  method?: string;
  body?: string;
  ca?: string;
  agent?: https.Agent;
  headers?: Record<string, string>;
}

/** Sends a request as a client of the proxy. */
function send(proxy: FaultProxy, path: string, options: Options = {}) {
  const { body = '', method = 'GET' } = options;
  const { request } = proxy.url.startsWith('https:') ? https : http;
  return new Promise<{
    status?: number;
    headers: http.IncomingHttpHeaders;
    body: string;
  }>((resolve, reject) => {
    const sent = request(
      `${proxy.url}${path}`,
      {
        method,
        ca: options.ca ?? proxy.certificateAuthority,
        agent: options.agent ?? false,
        headers: {
          'content-length': String(Buffer.byteLength(body)),
          ...options.headers,
        },
      },
      response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

describe.each(['https', 'http'] as const)('fault proxy over %s', protocol => {
  let target: Awaited<ReturnType<typeof startTarget>>;
  let proxy: FaultProxy;

  beforeAll(async () => {
    target = await startTarget(protocol);
    proxy = await createFaultProxy({ target: target.url, ca: target.ca });
  });
  afterAll(async () => {
    await proxy.close();
    await target.close();
  });
  beforeEach(() => {
    proxy.reset();
    target.received.length = 0;
  });

  it('forwards requests with their credentials and bodies, and records method and path', async () => {
    const response = await send(proxy, '/api/things?limit=1', {
      method: 'POST',
      body: 'content',
      headers: { authorization: 'Bearer abc' },
    });

    expect(response).toMatchObject({ status: 201, body: 'POST done' });
    expect(response.headers['x-answer']).toBe('yes');
    expect(target.received).toEqual([
      {
        method: 'POST',
        path: '/api/things?limit=1',
        body: 'content',
        authorization: 'Bearer abc',
      },
    ]);
    expect(proxy.requests).toEqual([
      {
        method: 'POST',
        path: '/api/things?limit=1',
        at: expect.any(Number),
        upstreamStatus: 201,
      },
    ]);
    expect(JSON.stringify(proxy.requests)).not.toContain('abc');
  });

  it('cuts the connection after the request had its effect and before the response', async () => {
    proxy.inject({ method: 'PATCH', times: 1, fault: { kind: 'cut' } });

    await expect(
      send(proxy, '/deployments/checkout', { method: 'PATCH', body: 'new' }),
    ).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(target.received).toMatchObject([{ method: 'PATCH', body: 'new' }]);
    expect(proxy.requests).toMatchObject([
      { fault: 'cut', upstreamStatus: 201 },
    ]);
    const second = await send(proxy, '/deployments/checkout', {
      method: 'PATCH',
    });
    expect(second.status).toBe(201);
  });

  it('resets the connection before anything is forwarded', async () => {
    proxy.inject({ fault: { kind: 'reset' } });

    await expect(
      send(proxy, '/', { method: 'POST', body: 'x' }),
    ).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(target.received).toEqual([]);
    expect(proxy.requests).toMatchObject([{ fault: 'reset' }]);
  });

  it('responds with 429 and Retry-After without forwarding', async () => {
    proxy.inject({
      path: /deployments/,
      fault: { kind: 'respond', status: 429, retryAfterS: 2 },
    });

    const response = await send(proxy, '/apis/deployments');

    expect(response.status).toBe(429);
    expect(response.headers['retry-after']).toBe('2');
    expect(JSON.parse(response.body)).toMatchObject({
      kind: 'Status',
      reason: 'TooManyRequests',
    });
    expect((await send(proxy, '/apis/pods')).status).toBe(201);
    expect(target.received).toMatchObject([{ path: '/apis/pods' }]);
  });

  it('responds with 500 and a body of its own', async () => {
    proxy.inject({
      fault: { kind: 'respond', status: 500, body: { message: 'no' } },
    });

    const response = await send(proxy, '/');

    expect(response.status).toBe(500);
    expect(JSON.parse(response.body)).toEqual({ message: 'no' });
  });

  it('keeps a connection usable after it responded to a request with a body', async () => {
    const agent =
      protocol === 'https'
        ? new https.Agent({ keepAlive: true, maxSockets: 1 })
        : (new http.Agent({ keepAlive: true, maxSockets: 1 }) as https.Agent);
    proxy.inject({ times: 1, fault: { kind: 'respond', status: 500 } });

    const first = await send(proxy, '/a', {
      method: 'POST',
      body: 'x'.repeat(200_000),
      agent,
    });
    const second = await send(proxy, '/b', { agent });

    expect([first.status, second.status]).toEqual([500, 201]);
    agent.destroy();
  });

  it('delays a request', async () => {
    proxy.inject({ times: 1, fault: { kind: 'delay', ms: 200 } });

    const startedAt = Date.now();
    const response = await send(proxy, '/', { method: 'PUT', body: 'late' });

    expect(response.status).toBe(201);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(195);
    expect(target.received).toMatchObject([{ body: 'late' }]);
  });

  it('forwards nothing if the client disconnects during the delay', async () => {
    proxy.inject({ fault: { kind: 'delay', ms: 150 } });
    const { request } = protocol === 'https' ? https : http;
    const sent = request(`${proxy.url}/`, {
      ca: proxy.certificateAuthority,
      agent: false,
    });
    sent.on('error', () => {});
    sent.end();
    setTimeout(() => sent.destroy(), 50);
    await new Promise(resolve => {
      setTimeout(resolve, 300);
    });

    expect(target.received).toEqual([]);
  });

  it('lets requests pass before and after the affected ones', async () => {
    proxy.inject({
      after: 1,
      times: 2,
      fault: { kind: 'respond', status: 500 },
    });

    const statuses = [];
    for (let index = 0; index < 4; index++) {
      statuses.push((await send(proxy, '/')).status);
    }

    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  it('stops injecting a fault that was removed, and counts matching requests', async () => {
    const remove = proxy.inject({ fault: { kind: 'respond', status: 500 } });
    await send(proxy, '/a');
    remove();
    await send(proxy, '/a', { method: 'DELETE' });
    await send(proxy, '/b');

    expect(proxy.count({})).toBe(3);
    expect(proxy.count({ path: /^\/a/ })).toBe(2);
    expect(proxy.count({ method: 'delete' })).toBe(1);
    expect(target.received).toHaveLength(2);
  });

  it('refuses connections while it is unreachable, closes the open ones, and listens at its address again', async () => {
    const watch = send(proxy, '/watch').catch((error: Error) => error);
    while (target.watchers.size === 0) await sleep(10);
    await proxy.whileUnreachable(async () => {
      expect(await watch).toMatchObject({ code: 'ECONNRESET' });
      await expect(send(proxy, '/api')).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      });
    });
    expect(target.received).toHaveLength(1);
    expect(await send(proxy, '/api')).toMatchObject({ status: 201 });
  });

  it('streams a response while it is being written, and ends it when the client leaves', async () => {
    const { request } = protocol === 'https' ? https : http;
    const sent = request(`${proxy.url}/watch`, {
      ca: proxy.certificateAuthority,
      agent: false,
    });
    sent.on('error', () => {});
    sent.end();
    const response = await new Promise<http.IncomingMessage>(resolve => {
      sent.once('response', resolve);
    });
    response.on('error', () => {});
    const first = await new Promise<Buffer>(resolve => {
      response.once('data', resolve);
    });
    expect(first.toString()).toBe('first\n');
    expect(target.watchers.size).toBe(1);

    const [watcher] = target.watchers;
    const left = new Promise<void>(resolve => {
      watcher.once('close', resolve);
    });
    sent.destroy();
    await left;
  });
});

describe('fault proxy before a system that is away', () => {
  it('resets the connection', async () => {
    const target = await startTarget('https');
    await target.close();
    const proxy = await createFaultProxy({ target: target.url, ca: target.ca });

    await expect(send(proxy, '/')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });

    expect(proxy.requests[0].upstreamStatus).toBeUndefined();
    await proxy.close();
  });

  it('rejects a target whose certificate it does not know', async () => {
    const target = await startTarget('https');
    const proxy = await createFaultProxy({
      target: target.url,
      ca: createCertificateAuthority('other').certificate,
    });

    await expect(send(proxy, '/')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });

    expect(target.received).toEqual([]);
    await proxy.close();
    await target.close();
  });

  it('speaks HTTP to the client and HTTPS to the target if asked to', async () => {
    const target = await startTarget('https');
    const proxy = await createFaultProxy({
      target: target.url,
      ca: target.ca,
      protocol: 'http',
    });

    expect(proxy.url).toMatch(/^http:/);
    expect(proxy.certificateAuthority).toBeUndefined();
    expect((await send(proxy, '/')).status).toBe(201);
    await proxy.close();
    await target.close();
  });
});
