import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubernetesClient } from './kubernetesClient';

const TOKEN = 'a-token-that-nobody-may-see';

describe('KubernetesClient', () => {
  let server: http.Server;
  let handle: http.RequestListener;
  let requests: {
    method?: string;
    url?: string;
    headers: http.IncomingHttpHeaders;
    body: string;
  }[];
  let tokens: string[];
  let client: KubernetesClient;

  beforeEach(async () => {
    requests = [];
    tokens = [TOKEN];
    server = http.createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        const { method, url, headers } = req;
        requests.push({
          ...(method ? { method } : {}),
          ...(url ? { url } : {}),
          headers,
          body,
        });
        handle(req, res);
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    client = new KubernetesClient({
      name: 'test',
      url: `http://127.0.0.1:${port}/k8s/clusters/c1`,
      skipTLSVerify: false,
      requestTimeoutMs: 1_000,
      loadAccess: async () => ({ token: tokens.shift() ?? TOKEN }),
    });
  });
  afterEach(async () => {
    client.close();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  const reply =
    (
      status: number,
      body: unknown,
      headers: Record<string, string> = {},
    ): http.RequestListener =>
    (_, res) => {
      res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    };

  it('reads the credential for each request, and keeps the path of the address', async () => {
    tokens = ['first', 'second'];
    handle = reply(200, { ok: true });
    await client.get('api/v1/pods');
    await client.get('/api/v1/pods');
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first',
      'Bearer second',
    ]);
    expect(requests.map(({ url }) => url)).toEqual([
      '/k8s/clusters/c1/api/v1/pods',
      '/k8s/clusters/c1/api/v1/pods',
    ]);
  });

  it('lists in pages, the first one from memory', async () => {
    handle = (req, res) =>
      reply(
        200,
        req.url?.includes('continue=next')
          ? { metadata: {}, items: [2] }
          : { metadata: { continue: 'next' }, items: [1] },
      )(req, res);
    expect(
      await client.list('api/v1/pods', {
        labelSelector: 'app=checkout',
        freshness: 'cached',
      }),
    ).toEqual([1, 2]);
    const queries = requests.map(
      ({ url = '' }) => new URL(url, 'http://x').searchParams,
    );
    expect(queries[0]?.get('resourceVersion')).toBe('0');
    expect(queries[1]?.has('resourceVersion')).toBe(false);
    expect(queries[1]?.get('labelSelector')).toBe('app=checkout');
  });

  it('names the patch type and the manager, and says how long the body is', async () => {
    handle = reply(200, {});
    await client.patch('apis/x', 'strategic-merge', { spec: 'ü' });
    expect(requests[0]).toMatchObject({
      method: 'PATCH',
      url: '/k8s/clusters/c1/apis/x?fieldManager=slipway',
      headers: {
        'content-type': 'application/strategic-merge-patch+json',
        'content-length': '13',
      },
      body: '{"spec":"ü"}',
    });
  });

  describe('when the API server refuses what its roles allow, as one does that has just started', () => {
    beforeEach(() => {
      handle = (req, res) =>
        requests.length === 1
          ? reply(403, { message: 'cannot get resource "pods"' })(req, res)
          : reply(200, { ok: true })(req, res);
    });

    it('reads again', async () => {
      expect(await client.get('api/v1/pods')).toEqual({ ok: true });
    });

    it('does not write again', async () => {
      await expect(client.patch('apis/x', 'json', [])).rejects.toMatchObject({
        failure: { status: 403 },
      });
      expect(requests).toHaveLength(1);
    });

    it('does not read again what the credential need not be able to read', async () => {
      await expect(
        client.get('api/v1/pods', { mayBeForbidden: true }),
      ).rejects.toMatchObject({ failure: { status: 403 } });
      expect(requests).toHaveLength(1);
    });
  });

  it('reports a rejection with its reason and how long to wait, without the token', async () => {
    handle = reply(
      429,
      {
        kind: 'Status',
        reason: 'TooManyRequests',
        message: `slow down, ${TOKEN}`,
      },
      { 'Retry-After': '7' },
    );
    const error = await client.get('x').catch((it: Error) => it as Error);
    expect(error).toMatchObject({
      failure: {
        kind: 'rejected',
        status: 429,
        reason: 'TooManyRequests',
        retryAfterMs: 7_000,
      },
    });
    expect(JSON.stringify([error, (error as Error).stack])).not.toContain(
      TOKEN,
    );
  });

  it('separates requests that were not sent from those without an answer', async () => {
    handle = (req, res) => {
      if (req.url?.includes('slow')) return;
      res.socket?.destroy();
    };
    await expect(client.patch('cut', 'json', [])).rejects.toMatchObject({
      failure: { kind: 'unanswered' },
    });
    await expect(client.get('slow')).rejects.toMatchObject({
      failure: { kind: 'unanswered' },
    });
    const gone = new KubernetesClient({
      name: 'gone',
      // Nothing may listen on this port.
      url: 'http://127.0.0.1:1',
      skipTLSVerify: false,
      requestTimeoutMs: 1_000,
      loadAccess: async () => ({}),
    });
    await expect(gone.patch('x', 'json', [])).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    });
  });

  it('reads again once, but never writes again, when the connection is reset', async () => {
    let broken = true;
    handle = (req, res) => {
      if (broken) {
        broken = false;
        res.socket?.resetAndDestroy();
      } else reply(200, { ok: true })(req, res);
    };
    expect(await client.get('x')).toEqual({ ok: true });
    broken = true;
    await expect(client.patch('x', 'json', [])).rejects.toMatchObject({
      failure: { kind: 'unanswered' },
    });
    expect(requests).toHaveLength(3);
  });

  it('stops when the caller no longer waits', async () => {
    handle = () => {};
    const controller = new AbortController();
    const read = client.get('x', { signal: controller.signal });
    controller.abort();
    await expect(read).rejects.toMatchObject({ name: 'KubernetesError' });
  });

  it('lists in pages what is too large for one answer from memory', async () => {
    handle = (req, res) =>
      req.url?.includes('resourceVersion=0')
        ? reply(200, '{"items": [{')(req, res)
        : reply(200, { metadata: {}, items: [{ name: 'a' }] })(req, res);
    expect(await client.list('api/v1/pods', { freshness: 'cached' })).toEqual([
      { name: 'a' },
    ]);
    expect(requests.map(({ url }) => url)).toEqual([
      expect.stringContaining('resourceVersion=0'),
      expect.not.stringContaining('resourceVersion'),
    ]);
  });

  it('does not take another answer for an empty list', async () => {
    handle = reply(200, { status: 'maintenance' });
    await expect(
      client.list('api/v1/pods', { freshness: 'latest' }),
    ).rejects.toMatchObject({ failure: { kind: 'unreadable' } });
    handle = reply(200, { metadata: {}, items: null });
    expect(await client.list('api/v1/pods', { freshness: 'latest' })).toEqual(
      [],
    );
  });

  it('says so when the address is not an API server', async () => {
    handle = reply(200, '<html>login</html>');
    await expect(client.get('x')).rejects.toThrow(
      'something else than an API server',
    );
  });

  it('reports an unreadable credential as not sent, without its content', async () => {
    const broken = new KubernetesClient({
      name: 'test',
      url: 'http://127.0.0.1:1',
      skipTLSVerify: false,
      requestTimeoutMs: 1_000,
      loadAccess: async () => {
        throw new Error('ENOENT: /var/run/token');
      },
    });
    await expect(broken.get('x')).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
      message: expect.stringContaining('ENOENT'),
    });
  });
});
