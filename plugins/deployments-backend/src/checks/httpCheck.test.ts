import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@backstage/types';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { parseSettings } from '../config/__testUtils__/parseSettings';
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
      with: parseSettings(httpCheck.schema, settings),
      target: new TestTarget(),
      version: { id: 'v', name: '1', artifact: 'sha256:1' },
      from: 0,
      to: 1,
      deadline: Date.now() + 5_000,
      signal,
    });

  it('measures the latency and whether the conditions are met', async () => {
    const passes = { status: 200, bodyContains: 'well' };
    const measured = await measure({ url, passes });
    expect(measured).toMatchObject({ holds: true, samples: 1 });
    expect(measured?.value).toBeGreaterThanOrEqual(0);
    expect(await measure({ url })).not.toHaveProperty('holds');
  });

  it('says which condition is not met', async () => {
    expect(
      await measure({ url, passes: { status: [201, 204] } }),
    ).toMatchObject({
      holds: false,
      message: 'The status was 200 instead of 201 or 204',
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

  it('counts a refused connection or a late response as a failed measurement', async () => {
    answer = () => {};
    expect(
      await measure({ url, timeoutMs: 50, passes: { status: 200 } }),
    ).toMatchObject({ holds: false, message: 'No response within 50 ms' });
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    expect(await measure({ url, passes: { status: 200 } })).toMatchObject({
      holds: false,
      message: 'The connection was refused',
    });
  });

  it('throws if the request could not be sent', async () => {
    await expect(
      measure({ url: 'http://no-such-host.invalid', passes: { status: 200 } }),
    ).rejects.toThrow();
  });

  it('throws when it is aborted, whatever the service does', async () => {
    const controller = new AbortController();
    answer = response => {
      controller.abort(new Error('Aborted: shutdown'));
      response.destroy();
    };
    await expect(
      measure({ url, passes: { status: 200 } }, controller.signal),
    ).rejects.toThrow('Aborted: shutdown');
  });

  it('reads only as much of a response as it needs', async () => {
    answer = response => response.end('x'.repeat(1_000_000));
    expect(await measure({ url, passes: { status: 200 } })).toMatchObject({
      holds: true,
    });
  });

  it('derives the subject of the measurement from the URL', () => {
    const candidate = parseSettings(httpCheck.schema, {
      url: '{{ candidate.url }}/healthz',
    });
    expect(httpCheck.separatesCandidate(candidate)).toBe(true);
    expect(httpCheck.describe(candidate)).toMatchObject({
      measurementTarget: 'candidate',
    });
    const service = parseSettings(httpCheck.schema, {
      url: 'https://example.com',
    });
    expect(httpCheck.separatesCandidate(service)).toBe(false);
  });
});
