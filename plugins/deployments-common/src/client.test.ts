/* eslint-disable new-cap -- openapi-fetch names its methods GET and POST */
import { createDeploymentsClient, unwrapResponse } from './client';

const plan = { service: 'component:default/checkout', environment: 'staging' };

/** Like Backstage's fetchApi: several functions each create a Request from their arguments. */
function createBackstageFetch(respond: (request: Request) => Response) {
  return jest.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    if (input instanceof Request) {
      throw new TypeError('body already read');
    }
    const outer = new Request(input, init);
    await outer.text();
    return respond(new Request(input, init));
  });
}

describe('createDeploymentsClient', () => {
  it('sends the body through a fetch function that creates new Requests', async () => {
    let seen: unknown;
    const fetchMock = createBackstageFetch(request => {
      seen = request;
      return Response.json({ planHash: 'h' });
    });
    const client = createDeploymentsClient({
      baseUrl: 'http://portal/api/deployments',
      fetch: fetchMock as typeof fetch,
    });
    await expect(
      unwrapResponse(client.POST('/deployments/plan', { body: plan })),
    ).resolves.toEqual({ planHash: 'h' });
    const request = seen as Request;
    expect(request.url).toBe('http://portal/api/deployments/deployments/plan');
    expect(request.method).toBe('POST');
    expect(request.headers.get('content-type')).toBe('application/json');
    await expect(request.json()).resolves.toEqual(plan);
  });

  it('sends a GET without a body, with repeated query parameters and the signal of the caller', async () => {
    const fetchMock = createBackstageFetch(() => Response.json({ items: [] }));
    const client = createDeploymentsClient({
      baseUrl: 'http://portal/api/deployments',
      fetch: fetchMock as typeof fetch,
    });
    const controller = new AbortController();
    await client.GET('/deployments', {
      params: { query: { status: ['queued', 'running'] } },
      signal: controller.signal,
    });
    const [url, init] = fetchMock.mock.calls[0];
    expect(url).toBe(
      'http://portal/api/deployments/deployments?status=queued&status=running',
    );
    expect(init?.body).toBeUndefined();
    controller.abort();
    expect(init?.signal?.aborted).toBe(true);
  });
});
