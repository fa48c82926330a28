/* eslint-disable new-cap -- openapi-fetch names its methods GET and POST */
import { createDeploymentsClient, dataOf } from './client';

const plan = { service: 'component:default/checkout', environment: 'staging' };

/** As Backstage's fetchApi: several functions make a Request of what they are given. */
function backstageFetch(answer: (request: Request) => Response) {
  return jest.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    if (input instanceof Request) {
      throw new TypeError('body already read');
    }
    const outer = new Request(input, init);
    await outer.text();
    return answer(new Request(input, init));
  });
}

describe('createDeploymentsClient', () => {
  it('posts through a fetch that makes Requests of what it is given', async () => {
    let seen: unknown;
    const fetchIt = backstageFetch(request => {
      seen = request;
      return Response.json({ planHash: 'h' });
    });
    const client = createDeploymentsClient({
      baseUrl: 'http://portal/api/deployments',
      fetch: fetchIt as typeof fetch,
    });
    await expect(
      dataOf(client.POST('/deployments/plan', { body: plan })),
    ).resolves.toEqual({ planHash: 'h' });
    const request = seen as Request;
    expect(request.url).toBe('http://portal/api/deployments/deployments/plan');
    expect(request.method).toBe('POST');
    expect(request.headers.get('content-type')).toBe('application/json');
    await expect(request.json()).resolves.toEqual(plan);
  });

  it('gets without a body, with lists in the query and with the signal of the caller', async () => {
    const fetchIt = backstageFetch(() => Response.json({ items: [] }));
    const client = createDeploymentsClient({
      baseUrl: 'http://portal/api/deployments',
      fetch: fetchIt as typeof fetch,
    });
    const controller = new AbortController();
    await client.GET('/deployments', {
      params: { query: { status: ['queued', 'running'] } },
      signal: controller.signal,
    });
    const [url, init] = fetchIt.mock.calls[0];
    expect(url).toBe(
      'http://portal/api/deployments/deployments?status=queued&status=running',
    );
    expect(init?.body).toBeUndefined();
    controller.abort();
    expect(init?.signal?.aborted).toBe(true);
  });
});
