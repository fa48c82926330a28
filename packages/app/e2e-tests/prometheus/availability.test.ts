import { expect, test } from '@playwright/test';
import { apiAs, type Api } from '../api';
import { DEPLOYMENT_MS } from '../portal';

// docs/how-to/connect-prometheus.md in the demo; the second part needs the version of the first.
test.describe.configure({ mode: 'serial', timeout: 2 * DEPLOYMENT_MS });

const SERVICE = 'component:default/checkout';
const REF = encodeURIComponent(SERVICE);
const PROMETHEUS = `http://127.0.0.1:${
  process.env.SLIPWAY_PROMETHEUS_PORT || 7037
}`;

/** Deploys a version to Development, and waits until the deployment has ended. */
async function deploy(api: Api, name: string) {
  // The catalog finds the service, and the portal its versions, shortly after the start.
  await expect(async () => {
    const { items } = await api('GET', `/services/${REF}/versions`);
    expect(items.map((item: { name: string }) => item.name)).toContain(name);
  }).toPass({ timeout: DEPLOYMENT_MS });
  const { items } = await api('GET', `/services/${REF}/versions`);
  const { id: versionId } = items.find(
    (item: { name: string }) => item.name === name,
  );
  const { id } = await api('POST', '/deployments', {
    service: SERVICE,
    environment: 'dev',
    versionId,
  });
  await expect
    .poll(async () => (await api('GET', `/deployments/${id}`)).status, {
      timeout: DEPLOYMENT_MS,
    })
    .toMatch(/^(succeeded|failed|rolled_back|waiting)$/);
  return api('GET', `/deployments/${id}`);
}

/** Asks the service itself, at its stable URL. */
async function listVersions(url: string): Promise<string[]> {
  const versions = new Set<string>();
  for (let visit = 0; visit < 30; visit++) {
    const response = await fetch(new URL('/version', url));
    versions.add((await response.json()).version);
  }
  return [...versions];
}

/** The measurements of a check, from all steps of a deployment. */
async function listMeasurements(api: Api, id: string, check: string) {
  const { items } = await api('GET', `/deployments/${id}/measurements`);
  return items.filter((item: { check: string }) => item.check === check);
}

/** Counts the requests of a version by its own counters, in Prometheus. It may have been stopped meanwhile. */
async function countRequests(version: string, labels = ''): Promise<number> {
  const query = `sum(max_over_time(http_requests_total{service="${SERVICE}",version="${version}"${labels}}[10m]))`;
  const response = await fetch(
    `${PROMETHEUS}/api/v1/query?${new URLSearchParams({ query })}`,
  );
  const { data } = await response.json();
  return Number(data.result[0]?.value[1] ?? 0);
}

test.describe('availability from Prometheus', () => {
  test('lets a version that works succeed', async () => {
    const api = await apiAs('Ana');
    const deployment = await deploy(api, '1.4.1');
    expect(deployment.status).toBe('succeeded');
    expect(await listVersions(deployment.url)).toEqual(['1.4.1']);
    for (const check of ['availability', 'users-served']) {
      const measurements = await listMeasurements(api, deployment.id, check);
      const passed = measurements.filter(
        (item: { outcome: string }) => item.outcome === 'passed',
      );
      expect(passed.length, check).toBeGreaterThan(0);
      for (const { value, samples } of passed) {
        expect(value, check).toBe(1);
        expect(samples, check).toBeGreaterThanOrEqual(10);
      }
    }
    expect(await countRequests('1.4.1')).toBeGreaterThan(0);
  });

  test('rolls back a version that fails, because of what Prometheus says', async () => {
    const api = await apiAs('Ana');
    const deployment = await deploy(api, '1.5.0');
    expect(deployment.status).toBe('rolled_back');
    const measurements = await listMeasurements(
      api,
      deployment.id,
      'availability',
    );
    const failed = measurements.filter(
      (item: { outcome: string }) => item.outcome === 'failed',
    );
    expect(failed.length).toBeGreaterThan(0);
    for (const { value, samples } of failed) {
      expect(value).toBeLessThan(0.99);
      expect(samples).toBeGreaterThanOrEqual(10);
    }
    expect(await countRequests('1.5.0', ',code="500"')).toBeGreaterThan(0);
    expect(await listVersions(deployment.url)).toEqual(['1.4.1']);
  });
});
