import { mockServices } from '@backstage/backend-test-utils';
import type { ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFaultProxy } from '@slipway/backstage-plugin-deployments-test-cluster';
import { buildRequest } from '../__testUtils__/buildRequest';
import { parseSettings } from '../__testUtils__/parseSettings';
import {
  sendVector,
  startStandIn,
  type ReceivedRequest,
  type StandInServer,
} from '../__testUtils__/standInServer';
import { createInstancePool, type InstancePool } from '../client/instancePool';
import { instanceSchema } from '../config/instanceSchema';
import { createPrometheusCheck } from './prometheusCheck';

const SECRET = 'hunter2-hunter2';

describe('the check provider prometheus', () => {
  let server: StandInServer;
  let pool: InstancePool;
  let respond: (request: ReceivedRequest, response: ServerResponse) => void;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    server = await startStandIn((request, response) =>
      respond(request, response),
    );
  });
  afterEach(async () => {
    pool.close();
    await server.close();
  });

  const connect = (settings: object = {}) => {
    pool = createInstancePool('Prometheus', 'deployments.prometheus', {
      default: instanceSchema.parse({ url: server.url, ...settings }),
    });
    return createPrometheusCheck(pool, logger);
  };
  const measure = (settings: object, instance: object = {}) => {
    const provider = connect(instance);
    const parsed = parseSettings(provider.schema, settings);
    return provider.measure(buildRequest(parsed));
  };
  /** Responds to each query with the values of its series. */
  const respondWith = (results: Record<string, string[]>) => {
    respond = ({ params }, response) =>
      sendVector(response, results[params.get('query') ?? ''] ?? []);
  };

  describe('counts', () => {
    it.each([
      [
        'good and total',
        { good: 'g', total: 't' },
        { g: ['18'], t: ['20.4'] },
        { value: 18 / 20.4, samples: 20 },
      ],
      [
        'errors and total',
        { errors: 'e', total: 't' },
        { e: ['1'], t: ['20'] },
        { value: 0.95, samples: 20 },
      ],
      [
        'no errors yet',
        { errors: 'e', total: 't' },
        { t: ['20'] },
        { value: 1, samples: 20 },
      ],
      [
        'no good requests',
        { good: 'g', total: 't' },
        { t: ['20'] },
        { value: 0, samples: 20 },
      ],
      [
        'more good requests than all, by extrapolation',
        { good: 'g', total: 't' },
        { g: ['20.3'], t: ['20'] },
        { value: 1, samples: 20 },
      ],
      [
        'no requests',
        { errors: 'e', total: 't' },
        { e: ['0'], t: ['0'] },
        undefined,
      ],
      ['no series', { errors: 'e', total: 't' }, {}, undefined],
      [
        'NaN',
        { errors: 'e', total: 't' },
        { e: ['NaN'], t: ['NaN'] },
        undefined,
      ],
      [
        'several series to add',
        { errors: 'e', total: 't', series: 'sum' },
        { e: ['1', '1'], t: ['10', '10'] },
        { value: 0.9, samples: 20 },
      ],
    ])('%s', async (_, settings, results, expected) => {
      respondWith(results);
      expect(await measure(settings)).toEqual(expected);
    });
  });

  describe('a query', () => {
    it('has a value, and its own sample size', async () => {
      respond = ({ params }, response) => {
        const results: Record<string, string> = {
          'timestamp(q\n)': '59',
          s: '12.6',
          q: '0.5',
        };
        sendVector(response, [results[params.get('query') ?? ''] ?? 'NaN']);
      };
      expect(await measure({ query: 'q' })).toEqual({ value: 0.5 });
      expect(await measure({ query: 'q', samples: 's' })).toEqual({
        value: 0.5,
        samples: 13,
      });
      const [request] = server.requests;
      expect(request).toMatchObject({ method: 'POST', path: '/api/v1/query' });
      expect(request?.params.get('time')).toBe('60');
    });

    it('without series is no data, or the configured value', async () => {
      respondWith({});
      expect(await measure({ query: 'q' })).toBeUndefined();
      expect(await measure({ query: 'q', empty: 0 })).toEqual({ value: 0 });
    });

    it('whose newest sample is old is no data, even with a value for empty results', async () => {
      respondWith({ q: ['1'], 'timestamp(q\n)': ['-61'] });
      expect(await measure({ query: 'q', empty: 0 })).toBeUndefined();
      expect(await measure({ query: 'q', maxAge: '3m' })).toEqual({ value: 1 });
    });

    it('leaves old ones of several series out', async () => {
      respond = ({ params }, response) => {
        const isAge = params.get('query')?.startsWith('timestamp');
        sendVector(response, [
          { metric: { __name__: 'q', pod: 'a' }, value: isAge ? '59' : '1' },
          { metric: { __name__: 'q', pod: 'b' }, value: isAge ? '-200' : '9' },
        ]);
      };
      expect(await measure({ query: 'q', series: 'max' })).toEqual({
        value: 1,
      });
    });

    it('over a range is reduced to one value', async () => {
      respond = ({ path, params }, response) => {
        if (path === '/api/v1/query') {
          sendVector(response, ['59']);
          return;
        }
        expect(Object.fromEntries(params)).toMatchObject({
          start: '0',
          end: '60',
          step: '15',
        });
        const values = [
          [15, '1'],
          [30, 'NaN'],
          [45, '5'],
        ];
        const result = [{ metric: {}, values }];
        response.end(
          JSON.stringify({
            status: 'success',
            data: { resultType: 'matrix', result },
          }),
        );
      };
      expect(await measure({ query: 'q', range: { over: 'avg' } })).toEqual({
        value: 3,
      });
    });
  });

  describe('bad days', () => {
    it('logs warnings of Prometheus', async () => {
      respond = ({ params }, response) =>
        params.get('query') === 'q'
          ? response.end(
              JSON.stringify({
                status: 'success',
                data: { resultType: 'scalar', result: [60, '1'] },
                warnings: ['a store is unavailable'],
              }),
            )
          : sendVector(response, []);
      expect(await measure({ query: 'q' })).toEqual({ value: 1 });
      expect(logger.warn).toHaveBeenCalledWith(
        'Prometheus "default" warns about a query: a store is unavailable',
      );
    });

    it('stops reading a million series', async () => {
      let cut: Promise<unknown> | undefined;
      respond = (_, response) => {
        cut = new Promise(resolve => response.once('close', resolve));
        response.write('{"status":"success","data":{"result":[');
        const chunk = '{"metric":{}},'.repeat(1000);
        const send = () => {
          if (response.destroyed) return;
          if (response.write(chunk)) setImmediate(send);
          else response.once('drain', send);
        };
        send();
      };
      await expect(measure({ query: 'q' })).rejects.toThrow(
        'Prometheus "default" returned more than 100 series or 1 MB. Combine them in the query, e.g. with sum(…)',
      );
      expect(server.requests[0]?.params.get('limit')).toBe('101');
      await cut;
    });

    it('rejects more series than make sense, also with a rule for them', async () => {
      respondWith({ q: Array.from({ length: 101 }, () => '1') });
      await expect(measure({ query: 'q', series: 'sum' })).rejects.toThrow(
        'more than 100 series',
      );
    });

    it('gives up on a slow Prometheus', async () => {
      respond = () => {};
      await expect(measure({ query: 'q' }, { timeout: '1s' })).rejects.toThrow(
        /^Prometheus "default": 127\.0\.0\.1:\d+ did not answer: it took longer than 1 s$/,
      );
    });

    it.each([
      [30_500, 'is 40 s ahead of'],
      [-30_500, 'is 40 s behind'],
    ])('says that the clocks differ (%s ms)', async (_, text) => {
      const sign = text.includes('ahead') ? 1 : -1;
      respond = ({}, response) => {
        const at = Date.now() + sign * 40_500;
        response.setHeader('date', new Date(at).toUTCString());
        sendVector(response, ['1']);
      };
      await expect(measure({ query: 'q' })).rejects.toThrow(
        new RegExp(
          `^The clock of Prometheus "default" is (39|40) s ${text.slice(
            8,
          )} the portal's`,
        ),
      );
    });

    it('tolerates clocks that differ a little', async () => {
      respond = ({ params }, response) => {
        response.setHeader('date', new Date(Date.now() + 20_000).toUTCString());
        sendVector(response, [params.get('query') === 'q' ? '1' : '59']);
      };
      expect(await measure({ query: 'q' })).toEqual({ value: 1 });
    });

    it.each([
      [401, 'rejected the credentials (status 401)'],
      [403, 'rejected the credentials (status 403)'],
      [302, 'redirects to another address (status 302)'],
      [404, 'sent something other than JSON (status 404)'],
      [503, 'is not available (status 503)'],
    ])('explains the status %s', async (status, message) => {
      respond = (_, response) => {
        response.writeHead(status, { location: 'http://127.0.0.1:1/' });
        response.end('<html>');
      };
      const attempt = measure(
        { query: `up{token="${SECRET}"}` },
        { token: SECRET },
      );
      await expect(attempt).rejects.toThrow(`Prometheus "default" ${message}`);
      await expect(attempt).rejects.not.toThrow(SECRET);
      expect(server.requests).toHaveLength(1);
    });

    it('recovers from a source that flaps', async () => {
      respondWith({ g: ['1'], t: ['1'] });
      const proxy = await createFaultProxy({ target: server.url });
      try {
        proxy.inject({ fault: { kind: 'cut' }, times: 2 });
        const settings = { good: 'g', total: 't' };
        await expect(measure(settings, { url: proxy.url })).rejects.toThrow(
          'the connection was',
        );
        pool.close();
        expect(await measure(settings, { url: proxy.url })).toEqual({
          value: 1,
          samples: 1,
        });
      } finally {
        await proxy.close();
      }
    });

    it('sends nothing for a period of less than a second', async () => {
      respond = (_, response) => sendVector(response, ['1']);
      const provider = connect();
      const parsed = parseSettings(provider.schema, { query: 'q' });
      const request = buildRequest(parsed, { from: 5_000, to: 5_000 });
      expect(await provider.measure(request)).toBeUndefined();
      expect(server.requests).toEqual([]);
    });
  });

  describe('credentials', () => {
    beforeEach(() => respondWith({ g: ['1'], t: ['1'] }));
    const settings = { good: 'g', total: 't' };
    const authorization = () => server.requests.at(-1)?.headers.authorization;

    it('sends a token, a password and headers', async () => {
      await measure(settings, { token: SECRET });
      expect(authorization()).toBe(`Bearer ${SECRET}`);
      pool.close();
      await measure(settings, {
        username: 'slipway',
        password: SECRET,
        headers: { 'X-Scope-OrgID': 'shop' },
      });
      expect(authorization()).toBe(
        `Basic ${Buffer.from(`slipway:${SECRET}`).toString('base64')}`,
      );
      expect(server.requests.at(-1)?.headers).toMatchObject({
        'x-scope-orgid': 'shop',
      });
    });

    it('reads a token from its file for each request', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'prometheus-token-'));
      try {
        const tokenFile = join(folder, 'token');
        await writeFile(tokenFile, 'first\n');
        const provider = connect({ tokenFile });
        const parsed = parseSettings(provider.schema, settings);
        await provider.measure(buildRequest(parsed));
        expect(authorization()).toBe('Bearer first');
        await writeFile(tokenFile, 'second\n');
        await provider.measure(buildRequest(parsed));
        expect(authorization()).toBe('Bearer second');
        await rm(tokenFile);
        await expect(provider.measure(buildRequest(parsed))).rejects.toThrow(
          'Prometheus "default": the file in tokenFile can\'t be read (ENOENT)',
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
});
