import type { ServerResponse } from 'node:http';
import { buildRequest } from '../__testUtils__/buildRequest';
import { parseSettings } from '../__testUtils__/parseSettings';
import {
  startStandIn,
  type ReceivedRequest,
  type StandInServer,
} from '../__testUtils__/standInServer';
import { createInstancePool, type InstancePool } from '../client/instancePool';
import { instanceSchema } from '../config/instanceSchema';
import { createAlertmanagerCheck } from './alertmanagerCheck';
import { createAlertmanagerCondition } from './alertmanagerCondition';

const LABELS = { service: 'checkout', severity: ['critical', 'page'] };

describe('the providers alertmanager', () => {
  let server: StandInServer;
  let pool: InstancePool;
  let respond: (request: ReceivedRequest, response: ServerResponse) => void;

  beforeEach(async () => {
    server = await startStandIn((request, response) =>
      respond(request, response),
    );
    pool = createInstancePool('Alertmanager', 'deployments.alertmanager', {
      default: instanceSchema.parse({ url: server.url, timeout: '1s' }),
    });
  });
  afterEach(async () => {
    pool.close();
    await server.close();
  });

  const measure = (labels: object = LABELS) => {
    const provider = createAlertmanagerCheck(pool);
    return provider.measure(
      buildRequest(parseSettings(provider.schema, { labels })),
    );
  };
  const evaluate = () => {
    const provider = createAlertmanagerCondition(pool);
    const { service, environment, settings, ...request } = buildRequest(
      parseSettings(provider.schema, { labels: LABELS }),
    );
    return provider.evaluate({ service, environment, settings, ...request });
  };
  const respondWith = (body: unknown, status = 200) => {
    respond = (_, response) => {
      response.writeHead(status);
      response.end(JSON.stringify(body));
    };
  };
  const alert = (name: string, severity?: string) => ({
    labels: { alertname: name, ...(severity ? { severity } : {}) },
    generatorURL: `https://prometheus.example.com/graph?g0.expr=${name}`,
    status: { state: 'active' },
  });

  it('ask for alerts that are neither silenced nor inhibited, by their labels', async () => {
    respondWith([]);
    await measure();
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'GET', path: '/api/v2/alerts' });
    expect(Object.fromEntries(request?.params ?? [])).toMatchObject({
      active: 'true',
      silenced: 'false',
      inhibited: 'false',
    });
    expect(request?.params.getAll('filter')).toEqual([
      'service="checkout"',
      'severity=~"critical|page"',
    ]);
  });

  it('keep hostile values within their matcher', async () => {
    respondWith([]);
    await measure({ a: 'x"},b="', c: ['.*', 'y"|z\\'] });
    expect(server.requests[0]?.params.getAll('filter')).toEqual([
      'a="x\\"},b=\\""',
      'c=~"\\\\.\\\\*|y\\"\\\\|z\\\\\\\\"',
    ]);
  });

  it('pass and start if no alert is firing', async () => {
    respondWith([]);
    expect(await measure()).toEqual({ value: 0, holds: true });
    expect(await evaluate()).toEqual({ state: 'met' });
  });

  it('name the alerts that are firing, with links', async () => {
    respondWith([
      alert('HighErrorRate', 'critical'),
      alert('HighErrorRate', 'critical'),
      alert('Slow'),
    ]);
    const text = '3 alerts are firing: HighErrorRate (critical), Slow';
    expect(await measure()).toEqual({ value: 3, holds: false, message: text });
    expect(await evaluate()).toEqual({
      state: 'unmet',
      message: `${text}. Wait until they are resolved, or silence them in Alertmanager if a deployment is safe nevertheless.`,
      links: ['HighErrorRate (critical)', 'Slow'].map(title => ({
        title,
        url: expect.stringContaining('https://prometheus.example.com/graph'),
      })),
    });
  });

  it('name a few of many alerts', async () => {
    respondWith(Array.from({ length: 12 }, (_, index) => alert(`A${index}`)));
    expect(await measure()).toMatchObject({
      message: '12 alerts are firing: A0, A1, A2, A3, A4 and 7 more',
    });
  });

  it.each([
    ['another JSON', { alerts: [] }, 200, "doesn't match Alertmanager's API"],
    [
      'a rejected matcher',
      'bad matcher format',
      400,
      'rejected the request (status 400): bad matcher format',
    ],
    ['an error', { code: 500 }, 500, 'rejected the request (status 500)'],
    ['rejected credentials', {}, 401, 'rejected the credentials (status 401)'],
    [
      'too many alerts',
      [alert('x'.repeat(1_100_000))],
      200,
      'more than 1 MB of alerts',
    ],
  ])('throw for %s', async (_, body, status, message) => {
    respondWith(body, status);
    await expect(measure()).rejects.toThrow(`Alertmanager "default"`);
    await expect(evaluate()).rejects.toThrow(message);
  });

  it('throw if Alertmanager is slow or away', async () => {
    respond = () => {};
    await expect(evaluate()).rejects.toThrow('it took longer than 1 s');
    await server.close();
    await expect(evaluate()).rejects.toThrow('nothing listens there');
    await expect(measure()).rejects.toThrow('nothing listens there');
  });

  it.each([
    ['no labels', {}],
    ['an empty value, which alerts without the label match', { service: '' }],
    ['no values', { service: [] }],
    ['a control character', { service: 'a\nb' }],
    ['a name that is none', { 'service="x",a': 'b' }],
  ])('reject %s', (_, labels) => {
    const { schema } = createAlertmanagerCheck(pool);
    expect(() => parseSettings(schema, { labels })).toThrow('invalid');
  });

  it('describe what they look for', () => {
    const provider = createAlertmanagerCondition(pool);
    expect(
      provider.describe(parseSettings(provider.schema, { labels: LABELS })),
    ).toBe(
      'no alert is firing with service = checkout, severity = critical or page',
    );
  });

  it('say which key of app-config is missing', async () => {
    const absent = createInstancePool(
      'Alertmanager',
      'deployments.alertmanager',
      {},
    );
    const missing =
      'Alertmanager is not configured: set deployments.alertmanager.instances.default.url in app-config';
    const settings = { instance: 'default', labels: LABELS };
    const check = createAlertmanagerCheck(absent);
    expect(check.findProblems?.(settings)).toEqual([missing]);
    await expect(check.measure(buildRequest(settings))).rejects.toThrow(
      missing,
    );
    const other = { ...settings, instance: 'other' };
    expect(createAlertmanagerCondition(pool).findProblems?.(other)).toEqual([
      'app-config has no instance "other" in deployments.alertmanager.instances. Known: default',
    ]);
  });
});
