import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import {
  describeAnalysisSource,
  describeCheckProvider,
} from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  createCertificateAuthority,
  describeWithPrometheus,
  startPrometheus,
  type MonitoringProgram,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import { buildRequest } from '../__testUtils__/buildRequest';
import { parseSettings } from '../__testUtils__/parseSettings';
import { createInstancePool } from '../client/instancePool';
import { instanceSchema } from '../config/instanceSchema';
import { escapeLabelValue } from '../promql/escapeLabelValue';
import { createPrometheusCheck } from './prometheusCheck';

jest.setTimeout(120_000);

const PERIOD_MS = 20_000;
/** The name of a service that would add another selector, if it became code. */
const HOSTILE = 'x"} or up{job="shop';

/** Connects the provider to a running Prometheus, whose address settings may change. */
function connect(url: string, settings: object = {}) {
  const pool = createInstancePool('Prometheus', 'deployments.prometheus', {
    default: instanceSchema.parse({ url, ...settings }),
  });
  return {
    pool,
    provider: createPrometheusCheck(pool, mockServices.logger.mock()),
  };
}

describeWithPrometheus('the check provider prometheus on a real one', () => {
  let prometheus: MonitoringProgram;
  let service: Server;
  let scraped = 0;

  /** Each scrape of the service adds 10 good requests of the baseline, and 8 good and 2 failed ones of the candidate. */
  const formatMetrics = () => {
    scraped++;
    const count = (labels: string, value: number) =>
      `shop_requests_total{${labels}} ${value}`;
    return [
      '# TYPE shop_requests_total counter',
      count('instance_id="baseline-1",code="200"', scraped * 10),
      count('instance_id="baseline-1",code="500"', 0),
      count('instance_id="candidate-2",code="200"', scraped * 8),
      count('instance_id="candidate-2",code="500"', scraped * 2),
      count('instance_id="x\\"} or up{job=\\"shop",code="200"', scraped),
      '# TYPE shop_duration_seconds histogram',
      ...[
        ['0.1', 5],
        ['0.5', 9],
        ['+Inf', 10],
      ].map(
        ([le, perScrape]) =>
          `shop_duration_seconds_bucket{instance_id="candidate-2",le="${le}"} ${
            scraped * Number(perScrape)
          }`,
      ),
      '# TYPE shop_revenue_total counter',
      `shop_revenue_total{instance_id="candidate-2"} ${scraped * 25}`,
      '# TYPE shop_queue_length gauge',
      'shop_queue_length{queue="a"} 3',
      'shop_queue_length{queue="b"} 5',
      '',
    ].join('\n');
  };

  const startService = () =>
    new Promise<Server>(resolve => {
      const server = createServer((_, response) =>
        response.end(formatMetrics()),
      );
      server.listen(0, '127.0.0.1', () => resolve(server));
    });

  beforeAll(async () => {
    service = await startService();
    const { port } = service.address() as AddressInfo;
    prometheus = await startPrometheus({
      scrapeConfigs: [
        {
          job_name: 'shop',
          static_configs: [{ targets: [`127.0.0.1:${port}`] }],
        },
      ],
    });
    while (scraped < 5) await sleep(100);
  });
  afterAll(async () => {
    await prometheus?.stop();
    service.closeAllConnections();
    await new Promise(resolve => service.close(resolve));
  });

  const measure = async (settings: object, to = Date.now()) => {
    const { provider, pool } = connect(prometheus.url);
    try {
      return await provider.measure(
        buildRequest(parseSettings(provider.schema, settings), {
          from: to - PERIOD_MS,
          to,
        }),
      );
    } finally {
      pool.close();
    }
  };

  const countRequests = (labels: string) =>
    `sum(increase(shop_requests_total{${labels}}[20s]))`;

  it('measures the success rate of the candidate apart from the baseline, with counts', async () => {
    const measureRate = (id: string) =>
      measure({
        errors: countRequests(`instance_id="${id}",code=~"5.."`),
        total: countRequests(`instance_id="${id}"`),
      });
    const candidate = await measureRate('candidate-2');
    expect(candidate?.value).toBeCloseTo(0.8, 5);
    expect(candidate?.samples).toBeGreaterThanOrEqual(20);
    expect(Number.isInteger(candidate?.samples)).toBe(true);
    expect((await measureRate('baseline-1'))?.value).toBe(1);
    expect(await measureRate('nobody')).toBeUndefined();
  });

  it('finds a service with a hostile name by that name alone', async () => {
    for (const operator of ['=', '=~']) {
      const before = `sum(shop_requests_total{instance_id${operator}"`;
      const query = `${before}${escapeLabelValue(HOSTILE, before)}"})`;
      const { value = 0 } = (await measure({ query })) ?? {};
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThanOrEqual(scraped);
    }
  });

  it('has a rule for each kind of result', async () => {
    const queues = { query: 'shop_queue_length' };
    await expect(measure(queues)).rejects.toThrow(
      'Prometheus "default" returned 2 series instead of one, which differ by queue.',
    );
    expect(await measure({ ...queues, series: 'max' })).toEqual({ value: 5 });
    expect(
      await measure({
        ...queues,
        series: 'sum',
        range: { step: '5s', over: 'last' },
      }),
    ).toEqual({ value: 8 });
    expect(await measure({ query: 'vector(0) / 0' })).toBeUndefined();
    await expect(measure({ query: '1 / 0' })).rejects.toThrow('+Inf');
    expect(await measure({ query: 'nothing_has_this_name' })).toBeUndefined();
    expect(await measure({ query: 'nothing_has_this_name', empty: 0 })).toEqual(
      { value: 0 },
    );
    await expect(measure({ query: 'sum(' })).rejects.toThrow(
      'Prometheus "default" rejected the query (bad_data)',
    );
    await expect(measure({ query: 'up[10s]' })).rejects.toThrow(
      'a range of samples',
    );
  });

  it('treats an old sample as no data, although Prometheus still returns it', async () => {
    const later = Date.now() + 100_000;
    const query = 'max(shop_queue_length)';
    expect(await measure({ query }, later)).toEqual({ value: 5 });
    const selector = 'shop_queue_length{queue="a"} # the first';
    expect(await measure({ query: selector }, later)).toEqual({ value: 3 });
    expect(
      await measure({ query: selector, maxAge: '1m' }, later),
    ).toBeUndefined();
  });

  describeCheckProvider('prometheus', async () => {
    const { provider, pool } = connect(prometheus.url);
    const request = (
      settings: ReturnType<typeof parse>,
      errors = settings.errors,
    ) =>
      buildRequest(
        { ...settings, errors },
        { from: Date.now() - PERIOD_MS, to: Date.now() },
      );
    const parse = (settings: object) =>
      parseSettings(provider.schema, settings);
    return {
      provider,
      settings: {
        errors: countRequests('code=~"5.."'),
        total: countRequests(''),
      },
      request,
      failing: settings => request(settings, 'sum('),
      withoutData: settings =>
        request({ ...settings, total: 'nothing_has_this_name' }),
      dispose: async () => pool.close(),
    };
  });

  describe('samples', () => {
    const selector = 'instance_id="{{ measured.instance }}"';
    const increase = (metric: string) =>
      `sum(increase(${metric}[{{ window }}]))`;
    const period = { from: 0, middle: 0, to: 0 };

    beforeAll(async () => {
      const end = scraped + 12;
      period.from = Date.now();
      while (scraped < end) await sleep(100);
      period.to = Date.now();
      period.middle = (period.from + period.to) / 2;
    });

    describeAnalysisSource('prometheus', async () => {
      const { provider, pool } = connect(prometheus.url);
      if (!provider.analysis) throw new Error('It has no samples');
      const events = increase(`shop_requests_total{${selector},code="500"}`);
      const total = increase(`shop_requests_total{${selector}}`);
      return {
        source: provider.analysis,
        settings: [
          { events, total },
          { events, total, sum: increase(`shop_revenue_total{${selector}}`) },
          {
            histogram: `sum by (le) (increase(shop_duration_seconds_bucket{${selector}}[{{ window }}]))`,
          },
          { gauge: `sum(shop_requests_total{${selector}})` },
        ],
        period,
        // Prometheus extrapolates to the ends of a period.
        tolerance: 0.15,
        request: (settings, { kind, from, to, isKnown }) => {
          const id = isKnown ? 'candidate-2' : 'nobody';
          const filled = JSON.stringify(settings)
            .replaceAll('{{ measured.instance }}', id)
            .replaceAll('{{ window }}', `${Math.round(to - from)}ms`);
          const { version, candidate, baseline, ...request } = buildRequest(
            JSON.parse(filled),
            { from, to },
          );
          const measured = {
            role: 'candidate' as const,
            version,
            instanceId: id,
          };
          return { ...request, kind, measured };
        },
        dispose: async () => pool.close(),
      };
    });

    it('are the counts of the version', async () => {
      const { provider, pool } = connect(prometheus.url);
      const settings = parseSettings(provider.analysis!.schema, {
        histogram: `sum by (le) (increase(shop_duration_seconds_bucket{instance_id="candidate-2"}[${Math.round(
          period.to - period.from,
        )}ms]))`,
      });
      const request = buildRequest(settings, period);
      const sample = await provider.analysis!.readSample({
        ...request,
        kind: 'latency',
        measured: { role: 'candidate', version: request.version },
      });
      pool.close();
      if (sample?.type !== 'histogram') throw new Error(JSON.stringify(sample));
      expect(sample.upperBounds).toEqual([0.1, 0.5]);
      const count = sample.counts.reduce((a, b) => a + b, 0);
      expect(sample.counts.map(each => each / count)).toEqual([
        expect.closeTo(0.5, 5),
        expect.closeTo(0.4, 5),
        expect.closeTo(0.1, 5),
      ]);
    });
  });
});

describeWithPrometheus('credentials for a real Prometheus', () => {
  let folder: string;
  const authority = createCertificateAuthority('Tests');
  const server = authority.issue({
    commonName: 'prometheus',
    hosts: ['127.0.0.1'],
  });
  const client = authority.issue({ commonName: 'slipway' });
  const files: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prometheus-tls-'));
    const contents = {
      ca: authority.certificate,
      serverCertificate: server.certificate,
      serverKey: server.key,
      certificate: client.certificate,
      key: client.key,
    };
    for (const [name, content] of Object.entries(contents)) {
      files[name] = join(folder, `${name}.pem`);
      await writeFile(files[name], content, { mode: 0o600 });
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const measureOne = async (url: string, instance: object) => {
    const { provider, pool } = connect(url, instance);
    try {
      return await provider.measure(
        buildRequest(parseSettings(provider.schema, { query: '1' })),
      );
    } finally {
      pool.close();
    }
  };

  it('are a user name and a password', async () => {
    const password = 'open-sesame';
    const prometheus = await startPrometheus({
      login: `slipway:${password}`,
      web: {
        basic_auth_users: {
          // bcrypt of the password above.
          slipway:
            '$2b$04$i4Y0pmXPr0yR3..GjA.Meute8lEDj.L9v3OIOiZsl.x/h1luBqv5C',
        },
      },
    });
    try {
      const { url } = prometheus;
      expect(await measureOne(url, { username: 'slipway', password })).toEqual({
        value: 1,
      });
      const wrong = measureOne(url, {
        username: 'slipway',
        password: 'wrong!',
      });
      await expect(wrong).rejects.toThrow('rejected the credentials');
      await expect(wrong).rejects.not.toThrow('wrong!');
    } finally {
      await prometheus.stop();
    }
  });

  it('are a certificate of the portal, and the authority of the server', async () => {
    const prometheus = await startPrometheus({
      web: {
        tls_server_config: {
          cert_file: files.serverCertificate,
          key_file: files.serverKey,
          client_ca_file: files.ca,
          client_auth_type: 'RequireAndVerifyClientCert',
        },
      },
      tls: {
        ca: authority.certificate,
        certificate: client.certificate,
        key: client.key,
      },
    });
    try {
      const { url } = prometheus;
      const own = { certificateFile: files.certificate, keyFile: files.key };
      expect(await measureOne(url, { ...own, caFile: files.ca })).toEqual({
        value: 1,
      });
      await expect(measureOne(url, { caFile: files.ca })).rejects.toThrow(
        'Prometheus "default"',
      );
      await expect(measureOne(url, own)).rejects.toThrow(
        /certificate|self[- ]signed/,
      );
    } finally {
      await prometheus.stop();
    }
  });
});
