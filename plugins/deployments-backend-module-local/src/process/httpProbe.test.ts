import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isResponding, probeReadiness } from './httpProbe';

describe('a probe', () => {
  let server: http.Server;
  let respond: (response: http.ServerResponse) => void;
  const options = () => ({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    path: '/healthz',
    timeoutMs: 200,
  });

  beforeEach(async () => {
    respond = () => {};
    server = http.createServer((_, response) => respond(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('fails if there is no response in time', async () => {
    expect(await isResponding(options())).toBe(false);
    expect(await probeReadiness(options())).toEqual({
      ready: false,
      responded: false,
      reason: '/healthz did not respond',
    });
  });

  it('succeeds with any status for liveness, and with 2xx for readiness', async () => {
    respond = response => response.writeHead(503).end();
    expect(await isResponding(options())).toBe(true);
    expect(await probeReadiness(options())).toMatchObject({
      ready: false,
      responded: true,
    });
  });

  it('says nothing if our own process was stalled', async () => {
    const alive = isResponding(options());
    const until = performance.now() + 1_200;
    while (performance.now() < until);
    expect(await alive).toBeUndefined();
  });
});
