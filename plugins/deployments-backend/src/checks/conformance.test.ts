import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeCheckProvider } from '@slipway/backstage-plugin-deployments-node/conformance';
import type { MeasureCheckRequest } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { httpCheck } from './httpCheck';
import { jsonCheck } from './jsonCheck';
import { targetCheck } from './targetCheck';

const instance = { id: 'i1', artifact: 'sha256:2', versionName: '2' };

function requestWith<TWith>(
  settings: TWith,
  target = new TestTarget(),
): MeasureCheckRequest<TWith> {
  return {
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    settings: {},
    deploymentId: 'd',
    with: settings,
    target,
    version: { id: 'v', name: '2', artifact: 'sha256:2' },
    candidate: instance,
    from: 0,
    to: 60_000,
    deadline: Date.now() + 5_000,
    signal: AbortSignal.timeout(5_000),
  };
}

describeCheckProvider('the built-in http', async () => {
  const server = createServer((_request, response) => response.end('well'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>(resolve => server.close(() => resolve()));
  };
  return {
    provider: httpCheck,
    settings: { url: `http://127.0.0.1:${port}/`, passes: { status: 200 } },
    request: settings => requestWith(settings),
    dispose: close,
  };
});

describeCheckProvider('the built-in json', async () => {
  const server = createServer(({ url }, response) => {
    response.writeHead(url === '/down' ? 503 : 200);
    response.end(url === '/empty' ? '{}' : '{"rate":0.99,"count":120}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  return {
    provider: jsonCheck,
    settings: { url: `${address}/`, value: '$.rate', samples: '$.count' },
    request: settings => requestWith(settings),
    failing: settings => requestWith({ ...settings, url: `${address}/down` }),
    withoutData: settings =>
      requestWith({ ...settings, url: `${address}/empty` }),
    dispose: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
});

describeCheckProvider('the built-in target', async () => ({
  provider: targetCheck,
  settings: { measure: 'p95', of: 'candidate' },
  request: settings => {
    const target = new TestTarget();
    target.measured = () => ({ value: 120, samples: 40 });
    return requestWith(settings, target);
  },
  failing: settings => {
    const target = new TestTarget();
    target.measured = () => {
      throw new Error('the proxy is away');
    };
    return requestWith(settings, target);
  },
  withoutData: settings => {
    const target = new TestTarget();
    target.measured = () => undefined;
    return requestWith(settings, target);
  },
}));
