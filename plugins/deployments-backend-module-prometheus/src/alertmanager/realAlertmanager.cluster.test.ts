import { setTimeout as sleep } from 'node:timers/promises';
import { describeCheckProvider } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  describeWithPrometheus,
  startAlertmanager,
  startPrometheus,
  type MonitoringProgram,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import { buildRequest } from '../__testUtils__/buildRequest';
import { parseSettings } from '../__testUtils__/parseSettings';
import { createInstancePool, type InstancePool } from '../client/instancePool';
import { instanceSchema } from '../config/instanceSchema';
import { createAlertmanagerCheck } from './alertmanagerCheck';
import { createAlertmanagerCondition } from './alertmanagerCondition';

jest.setTimeout(120_000);

/** Has characters with a meaning in matchers and in regular expressions. */
const HOSTILE = 'x"},a=".*\\|(';

describeWithPrometheus('the providers alertmanager on a real one', () => {
  let alertmanager: MonitoringProgram;
  let prometheus: MonitoringProgram | undefined;
  let pool: InstancePool;

  beforeAll(async () => {
    alertmanager = await startAlertmanager();
    pool = createInstancePool('Alertmanager', 'deployments.alertmanager', {
      default: instanceSchema.parse({ url: alertmanager.url }),
      away: instanceSchema.parse({ url: 'http://127.0.0.1:1' }),
    });
  });
  afterAll(async () => {
    pool.close();
    await prometheus?.stop();
    await alertmanager.stop();
  });

  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${alertmanager.url}/api/v2${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const fire = (service: string) =>
    post('/alerts', [
      { labels: { alertname: 'HighErrorRate', service, severity: 'page' } },
    ]);
  const count = async (labels: object) => {
    const provider = createAlertmanagerCheck(pool);
    const measured = await provider.measure(
      buildRequest(parseSettings(provider.schema, { labels })),
    );
    return measured?.value;
  };
  const evaluate = (labels: object) => {
    const provider = createAlertmanagerCondition(pool);
    return provider.evaluate(
      buildRequest(parseSettings(provider.schema, { labels })),
    );
  };

  it('counts the alerts of one service, whatever its name', async () => {
    await fire('checkout');
    await fire(HOSTILE);
    expect(await count({ service: 'checkout' })).toBe(1);
    expect(await count({ service: 'checkout', severity: 'info' })).toBe(0);
    expect(await count({ service: HOSTILE })).toBe(1);
    expect(await count({ service: [HOSTILE] })).toBe(1);
    expect(await count({ service: [HOSTILE, 'checkout'] })).toBe(2);
    expect(await count({ service: '.*' })).toBe(0);
    expect(await count({ service: ['.*', 'c.*'] })).toBe(0);
  });

  it('ignores an alert that is silenced', async () => {
    await fire('payments');
    const labels = { service: 'payments' };
    expect(await evaluate(labels)).toMatchObject({
      state: 'unmet',
      message: expect.stringContaining('HighErrorRate (page)'),
    });
    await post('/silences', {
      matchers: [
        { name: 'service', value: 'payments', isRegex: false, isEqual: true },
      ],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'tests',
      comment: 'known',
    });
    while ((await evaluate(labels)).state === 'unmet') await sleep(100);
    expect(await evaluate(labels)).toEqual({ state: 'met' });
  });

  it('links to the expression of an alert from Prometheus', async () => {
    prometheus = await startPrometheus({
      alertmanagers: [new URL(alertmanager.url).host],
      ruleGroups: [
        {
          name: 'shop',
          rules: [
            {
              alert: 'AlwaysFiring',
              expr: 'vector(1)',
              labels: { service: 'cart' },
            },
          ],
        },
      ],
    });
    const labels = { service: 'cart' };
    while ((await evaluate(labels)).state === 'met') await sleep(100);
    expect(await evaluate(labels)).toMatchObject({
      state: 'unmet',
      links: [
        {
          title: 'AlwaysFiring',
          url: expect.stringMatching(/^http:.*\/graph\?g0\.expr=vector/),
        },
      ],
    });
  });

  describeCheckProvider('alertmanager', async () => ({
    provider: createAlertmanagerCheck(pool),
    settings: { labels: { service: 'checkout' } },
    request: settings => buildRequest(settings),
    failing: settings => buildRequest({ ...settings, instance: 'away' }),
  }));
});
