import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@backstage/types';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { httpCheck } from './httpCheck';

describe('the check provider http', () => {
  let server: Server;
  let url: string;
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    answer = response => response.end('all is well');
    server = createServer((_incoming, response) => answer(response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });

  const measure = (settings: JsonObject, signal = AbortSignal.timeout(5_000)) =>
    httpCheck.measure({
      service: 'component:default/a',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      with: httpCheck.schema.parse(settings),
      target: new TestTarget(),
      version: { id: 'v', name: '1', artifact: 'sha256:1' },
      from: 0,
      to: 1,
      deadline: Date.now() + 5_000,
      signal,
    });

  it('measures how long the answer took, and whether conditions hold', async () => {
    const passes = { status: 200, bodyContains: 'well' };
    const measured = await measure({ url, passes });
    expect(measured).toMatchObject({ holds: true, samples: 1 });
    expect(measured?.value).toBeGreaterThanOrEqual(0);
    expect(await measure({ url })).not.toHaveProperty('holds');
  });

  it('says what does not hold', async () => {
    expect(
      await measure({ url, passes: { status: [201, 204] } }),
    ).toMatchObject({
      holds: false,
      message: 'Status 200 instead of 201 or 204',
    });
    expect(
      await measure({ url, passes: { bodyContains: 'bad' } }),
    ).toMatchObject({ holds: false, message: expect.stringContaining('bad') });
  });

  it('does not follow redirects', async () => {
    answer = response => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' });
      response.end();
    };
    expect(
      await measure({ url, measure: 'status', passes: { status: 302 } }),
    ).toMatchObject({ value: 302, holds: true });
  });

  it('takes a refused connection, or none in time, for an answer that does not hold', async () => {
    answer = () => {};
    expect(
      await measure({ url, timeoutMs: 50, passes: { status: 200 } }),
    ).toMatchObject({ holds: false, message: 'No answer within 50 ms' });
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    expect(await measure({ url, passes: { status: 200 } })).toMatchObject({
      holds: false,
      message: 'The connection was refused',
    });
  });

  it('throws when it could not ask', async () => {
    await expect(
      measure({ url: 'http://no-such-host.invalid', passes: { status: 200 } }),
    ).rejects.toThrow();
  });

  it('throws when it is aborted, whatever the service did meanwhile', async () => {
    const controller = new AbortController();
    answer = response => {
      controller.abort(new Error('Aborted: shutdown'));
      response.destroy();
    };
    await expect(
      measure({ url, passes: { status: 200 } }, controller.signal),
    ).rejects.toThrow('Aborted: shutdown');
  });

  it('reads no more of an answer than it needs to', async () => {
    answer = response => response.end('x'.repeat(1_000_000));
    expect(await measure({ url, passes: { status: 200 } })).toMatchObject({
      holds: true,
    });
  });

  it('knows whose answer it is by its URL', () => {
    const candidate = httpCheck.schema.parse({
      url: '{{ candidate.url }}/healthz',
    });
    expect(httpCheck.separatesCandidate(candidate)).toBe(true);
    expect(httpCheck.describe(candidate)).toMatchObject({
      subject: 'candidate',
    });
    const service = httpCheck.schema.parse({ url: 'https://example.com' });
    expect(httpCheck.separatesCandidate(service)).toBe(false);
  });
});
