import { http, HttpResponse } from 'msw';
import { deployment } from '../__testUtils__/fixtures';
import { BASE_URL, refusal, server, withServer } from '../__testUtils__/server';
import { DeploymentsApiClient } from './DeploymentsApiClient';
import { isAbort, isFinal } from './failures';

withServer();

/** As an app's fetchApi: adds the reader's token, and makes a Request of what it is given. */
const fetchApi = {
  fetch: (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    request.headers.set('Authorization', 'Bearer reader');
    return fetch(request);
  },
};

const client = new DeploymentsApiClient({
  discoveryApi: { getBaseUrl: async () => BASE_URL },
  fetchApi,
});

const REQUEST = {
  service: 'component:default/checkout',
  environment: 'production',
  kind: 'deploy' as const,
  versionId: 'v142',
};

describe('the client of the deployments API', () => {
  it("sends the reader's token", async () => {
    server.use(
      http.get(`${BASE_URL}/environments`, ({ request }) =>
        request.headers.get('Authorization') === 'Bearer reader'
          ? HttpResponse.json({ items: [] })
          : refusal(401, 'AuthenticationError', 'Sign in'),
      ),
    );
    await expect(client.listEnvironments()).resolves.toEqual([]);
  });

  it('sends the idempotency key of a deployment request', async () => {
    const requested: unknown[] = [];
    server.use(
      http.post(`${BASE_URL}/deployments`, async ({ request }) => {
        requested.push([
          request.headers.get('Idempotency-Key'),
          await request.json(),
        ]);
        return HttpResponse.json(deployment(), { status: 201 });
      }),
    );
    await client.createDeployment(REQUEST, 'key-1');
    expect(requested).toEqual([['key-1', REQUEST]]);
  });

  it('encodes service refs and multiple filter values as the API expects them', async () => {
    const requested: string[] = [];
    server.use(
      http.get(`${BASE_URL}/services/:ref/overview`, ({ request, params }) => {
        requested.push(new URL(request.url).pathname, String(params.ref));
        return refusal(404, 'NotFoundError', 'There is no such service');
      }),
      http.get(`${BASE_URL}/deployments`, ({ request }) => {
        requested.push(new URL(request.url).search);
        return HttpResponse.json({ items: [] });
      }),
    );
    await client
      .getServiceOverview('component:default/a/../b')
      .catch(() => undefined);
    await client.listDeployments({ status: ['failed', 'rolled_back'] });
    expect(requested).toEqual([
      expect.stringMatching(
        /\/services\/component%3Adefault%2Fa%2F\.\.%2Fb\/overview$/,
      ),
      'component:default/a/../b',
      '?status=failed&status=rolled_back',
    ]);
  });

  it.each([
    [400, 'InputError', true],
    [403, 'NotAllowedError', true],
    [409, 'ConflictError', true],
    [429, 'TooManyRequestsError', false],
    [503, 'ServiceUnavailableError', false],
  ])('tells what the API answered: %d %s', async (status, name, decided) => {
    server.use(
      http.post(`${BASE_URL}/deployments`, () =>
        refusal(status, name, 'Say why, and what to do'),
      ),
    );
    const error = await client.createDeployment(REQUEST, 'key-1').catch(e => e);
    expect(error).toMatchObject({
      name,
      status,
      message: 'Say why, and what to do',
    });
    expect(isFinal(error)).toBe(decided);
  });

  it("reports a proxy's response that is not an API error", async () => {
    server.use(
      http.get(
        `${BASE_URL}/environments`,
        () => new HttpResponse('<html>Bad gateway</html>', { status: 502 }),
      ),
    );
    await expect(client.listEnvironments()).rejects.toMatchObject({
      name: 'ResponseError',
      status: 502,
      message: expect.stringContaining('502'),
    });
  });

  it('distinguishes an unreachable backend from an aborted request', async () => {
    server.use(
      http.get(`${BASE_URL}/environments`, () => HttpResponse.error()),
    );
    await expect(client.listEnvironments()).rejects.toMatchObject({
      name: 'BackendUnreachableError',
    });

    const given = new AbortController();
    given.abort();
    const error = await client
      .listEnvironments({ signal: given.signal })
      .catch(e => e);
    expect(isAbort(error)).toBe(true);
  });

  describe("opens the stream of a deployment's events", () => {
    const stream = (headers: Record<string, string>) =>
      new HttpResponse('id: 8\ndata: {}\n\n', { headers });

    it("with the reader's token, after the last received event", async () => {
      let requested: Headers | undefined;
      server.use(
        http.get(
          `${BASE_URL}/deployments/:id/events`,
          ({ request, params }) => {
            requested = request.headers;
            expect(params.id).toBe('a/b');
            return stream({
              'Content-Type': 'text/event-stream; charset=utf-8',
            });
          },
        ),
      );
      const body = await client.openEventStream('a/b', { lastEventId: '7' });
      expect(await new Response(body).text()).toContain('id: 8');
      expect(Object.fromEntries(requested!)).toMatchObject({
        accept: 'text/event-stream',
        authorization: 'Bearer reader',
        'last-event-id': '7',
      });
    });

    it("and reports the server's refusal", async () => {
      server.use(
        http.get(`${BASE_URL}/deployments/:id/events`, () =>
          refusal(404, 'NotFoundError', 'There is no such deployment'),
        ),
      );
      await expect(client.openEventStream('d1', {})).rejects.toMatchObject({
        status: 404,
        message: 'There is no such deployment',
      });
    });

    it('and treats a response of another type as no response', async () => {
      server.use(
        http.get(`${BASE_URL}/deployments/:id/events`, () =>
          stream({ 'Content-Type': 'text/html' }),
        ),
      );
      await expect(client.openEventStream('d1', {})).rejects.toMatchObject({
        name: 'BackendUnreachableError',
      });
    });
  });
});
