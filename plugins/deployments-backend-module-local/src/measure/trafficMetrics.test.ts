import { createTrafficMetrics } from './trafficMetrics';
import type { InstanceRecord } from '../state/serviceEnvironmentState';

const createRef = (service: string, environment: string) => ({
  service: `component:default/${service}`,
  environment,
});
const instance = (versionName: string): InstanceRecord => ({
  id: `i-${versionName}`,
  artifact: 'a',
  versionName,
  deploymentId: 'd',
  role: 'baseline',
  weight: 100,
  env: {},
  since: 0,
  size: 2,
  maxUnavailable: 0,
  surge: 1,
  replicas: [],
  nextReplica: 2,
});

describe('createTrafficMetrics', () => {
  const checkout = createRef('checkout', 'dev');
  const search = createRef('search', 'dev');
  const completed = {
    status: 200,
    error: false,
    aborted: false,
    isMatched: false,
    method: 'GET',
    path: '/',
  };

  it('renders the requested service environments and no others', async () => {
    const metrics = createTrafficMetrics();
    metrics.count(checkout, instance('1'), { ...completed, durationMs: 3 });
    metrics.count(search, instance('2'), { ...completed, durationMs: 3 });
    const { text } = await metrics.render([
      { ref: checkout, instances: [instance('1')] },
    ]);
    expect(text).not.toContain('search');
    expect(text).toContain(
      'slipway_local_requests_total{service="component:default/checkout",environment="dev",version="1",outcome="success"} 1\n',
    );
    expect(text).toMatch(
      /slipway_local_request_duration_seconds_bucket\{le="\+Inf",.*\} 1\n/,
    );
    const restarted = {
      ...instance('1'),
      replicas: [
        { id: 'r-0', restarts: { count: 2, events: [] } },
        { id: 'r-1', restarts: { count: 1, events: [] } },
      ],
    };
    expect(
      (await metrics.render([{ ref: checkout, instances: [restarted] }])).text,
    ).toMatch(/^slipway_local_restarts\{.*version="1".*\} 3$/m);
    expect((await metrics.render([])).text).not.toMatch(/^[^#]/m);
  });

  it('escapes characters that would end a label or a line', async () => {
    const metrics = createTrafficMetrics();
    const odd = instance('a"} 1\nfake{x="\\');
    metrics.count(checkout, odd, { ...completed, durationMs: 3 });
    const { text } = await metrics.render([
      { ref: checkout, instances: [odd] },
    ]);
    expect(text).toContain('version="a\\"} 1\\nfake{x=\\"\\\\"');
    expect(text).not.toMatch(/^fake/m);
  });
});
