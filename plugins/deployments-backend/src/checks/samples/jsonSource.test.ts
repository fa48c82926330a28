import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';
import { describeAnalysisSource } from '@slipway/backstage-plugin-deployments-node/conformance';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { jsonSource } from './jsonSource';

/** Responds with counts of one request per millisecond of a known version, one in ten of which fails. */
async function startApi() {
  const server = createServer((request, response) => {
    const params = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const requests = Number(params.get('to')) - Number(params.get('from'));
    response.end(
      JSON.stringify(
        params.get('version') === 'known'
          ? { failed: requests / 10, requests, memory: 512, text: 'x' }
          : { failed: null },
      ),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/?version={{ measured.version }}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

const parse = (settings: object) =>
  parseWithSchema(jsonSource.schema, settings);

const build = <TWith extends { url: string }>(
  settings: TWith,
  { kind = 'count' as MetricKind, from = 0, to = 100, isKnown = true } = {},
) => {
  const version = { id: 'v', name: '1', artifact: 'sha256:1' };
  return {
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' as const },
    settings: {},
    deploymentId: 'd',
    with: {
      ...settings,
      url: `${settings.url.replace(
        '{{ measured.version }}',
        isKnown ? 'known' : 'unknown',
      )}&from=${from}&to=${to}`,
    },
    kind,
    target: new TestTarget(),
    measured: { role: 'candidate' as const, version },
    from,
    to,
    deadline: Date.now() + 5_000,
    signal: AbortSignal.timeout(5_000),
  };
};

describeAnalysisSource('the built-in json', async () => {
  const { url, stop } = await startApi();
  return {
    source: jsonSource,
    settings: [
      { url, events: '$.failed', total: '$.requests' },
      { url, value: '$.memory' },
    ],
    period: { from: 0, middle: 40, to: 100 },
    request: build,
    dispose: stop,
  };
});

describe('the samples of the built-in json', () => {
  it('are what the paths lead to', async () => {
    const { url, stop } = await startApi();
    try {
      const read = (paths: object) => {
        const parsed = parse({ url, ...paths });
        if (!parsed.success) throw new Error('invalid');
        return jsonSource.readSample(build(parsed.data));
      };
      expect(await read({ events: '$.failed', total: '$.requests' })).toEqual({
        type: 'count',
        events: 10,
        total: 100,
      });
      expect(await read({ value: '$.memory' })).toEqual({
        type: 'value',
        value: 512,
      });
      await expect(
        read({ events: '$.requests', total: '$.failed' }),
      ).rejects.toThrow('lead to numbers that are no counts');
      await expect(read({ value: '$.text' })).rejects.toThrow(
        'The path in "value" leads to a text',
      );
    } finally {
      await stop();
    }
  });

  it.each([
    [{}, 'expected exactly one of value and events'],
    [{ value: '$.a', events: '$.b', total: '$.c' }, 'expected exactly one'],
    [{ events: '$.a' }, 'is missing: events needs it'],
    [{ value: '$.a', total: '$.c' }, 'is only used with events'],
    [{ value: 'nonsense' }, 'expected a JSONPath'],
  ])('reject %j', (paths, message) => {
    const parsed = parse({ url: 'http://localhost/', ...paths });
    expect(parsed).toMatchObject({
      issues: [
        expect.objectContaining({ message: expect.stringContaining(message) }),
      ],
    });
  });
});
