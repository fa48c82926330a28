import { expect, test, type Page } from '@playwright/test';
import { appendFile } from 'node:fs/promises';
import { apiAs, type Api } from './api';
import { DEPLOYMENT_MS, expectStatus, step } from './portal';
import { signInAs } from './signIn';
import { sendVisitors, visitInTurn, visitOnce } from './visitors';

/** A file of the catalog, of a portal that scripts/e2e.mjs started. */
const catalogFile = process.env.SLIPWAY_E2E_CATALOG;
test.skip(!catalogFile, 'needs a portal whose catalog it may add to');

// Each part starts where the part before ended, so that none can be repeated.
test.describe.configure({
  mode: 'serial',
  timeout: 2 * DEPLOYMENT_MS,
  retries: 0,
});
test.use({ actionTimeout: 30_000 });

/** portal.yaml has its golden path, its analysis and its versions. */
const SERVICE = 'component:default/stroll';
const COMPONENT = `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: stroll
spec: { type: service, lifecycle: production, owner: team-catalog }
`;
/** Enough for a verdict at a tenth of the traffic within seconds. */
const VISITORS_PER_SECOND = 100;
/** As in portal.yaml: how many requests the hard limit needs. */
const MINIMUM_SAMPLES = 20;

let api: Api;
let url: string;

/** Requests a deployment to production, and returns its id. */
async function deploy(name: string): Promise<string> {
  const ref = encodeURIComponent(SERVICE);
  const { items } = await api('GET', `/services/${ref}/versions`);
  const { id: versionId } = items.find(
    (item: { name: string }) => item.name === name,
  );
  const request = { service: SERVICE, environment: 'production', versionId };
  return (await api('POST', '/deployments', request)).id;
}

async function expectEnd(id: string, status: string) {
  await expect
    .poll(async () => (await api('GET', `/deployments/${id}`)).status, {
      timeout: DEPLOYMENT_MS,
    })
    .toBe(status);
}

async function open(page: Page, id: string) {
  await signInAs(page, 'Ben', `/deployments/${id}`);
}

const ask = (times: number, headers?: Record<string, string>) =>
  visitInTurn(url, times, headers);

test.describe('a canary with an analysis', () => {
  test.beforeAll(async () => {
    test.setTimeout(2 * DEPLOYMENT_MS);
    await appendFile(catalogFile!, COMPONENT);
    api = await apiAs('Ben');
    const ref = encodeURIComponent(SERVICE);
    await expect
      .poll(
        () =>
          api('GET', `/services/${ref}/versions`).then(
            ({ items }) => items.length,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    // The first version gets all of the traffic at once, because there is nothing to compare it with.
    await expectEnd(await deploy('1.0.0'), 'succeeded');
    const { environments } = await api('GET', `/services/${ref}/overview`);
    url = environments.find(
      (item: { environment: { name: string } }) =>
        item.environment.name === 'production',
    ).url;
    expect(await ask(20)).toEqual(['200 1.0.0']);
  });

  test('rolls a bad version back, and nine of ten visitors never notice it', async ({
    page,
  }) => {
    const visitors = sendVisitors(url, VISITORS_PER_SECOND);
    const id = await deploy('2.0.0');
    try {
      await expectEnd(id, 'rolled_back');
    } finally {
      await visitors.stop();
    }
    const { visits } = visitors;
    const bad = visits.filter(({ version }) => version === '2.0.0');
    const good = visits.filter(({ version }) => version !== '2.0.0');
    // The version before never failed, and the bad one got about a tenth of the requests while it was there.
    expect(good.filter(({ status }) => status !== 200)).toEqual([]);
    const [first, last] = [bad[0]!, bad[bad.length - 1]!];
    const during = visits.filter(
      ({ at }) => at >= first.at && at <= last.at,
    ).length;
    // The requests of the made-up visitors count among the samples, too.
    expect(bad.length).toBeGreaterThanOrEqual(MINIMUM_SAMPLES / 2);
    expect(bad.length / during).toBeLessThan(0.2);
    expect(await ask(50)).toEqual(['200 1.0.0']);
    test.info().annotations.push({
      type: 'figures',
      description: `${
        bad.length
      } of ${during} requests went to 2.0.0; the last one came ${
        last.at - first.at
      } ms after the first one`,
    });

    // The page says why.
    await open(page, id);
    await expectStatus(page, 'Rolled back');
    await step(page, 'Rollout').click();
    await expect(
      page
        .getByText(/Failed requests.*2\.0\.0 exceeded the limit of 30\s%/)
        .first(),
    ).toBeVisible();
  });

  test('lets testers in by a header, and keeps each user with one version', async ({
    page,
  }) => {
    const environment = `/services/${encodeURIComponent(
      SERVICE,
    )}/environments/production`;
    await api('POST', `${environment}/hold`, {
      reason: '1.1.0 is another version',
    });
    const visitors = sendVisitors(url, VISITORS_PER_SECOND);
    try {
      const id = await deploy('1.1.0');
      const reach = (weight: number) =>
        expect
          .poll(
            async () => (await api('GET', `/deployments/${id}`)).trafficWeight,
            { timeout: DEPLOYMENT_MS },
          )
          .toBe(weight);
      await reach(10);
      const tester = { 'x-tester': 'yes' };
      expect(await ask(20, tester)).toEqual(['200 1.1.0']);
      const users = await Promise.all(
        Array.from({ length: 300 }, () => visitOnce(url)),
      );
      const moved = users.filter(({ version }) => version === '1.1.0');
      expect(moved.length).toBeGreaterThan(5);
      expect(moved.length).toBeLessThan(80);
      const again = () =>
        Promise.all(
          users.map(({ cookie }) => visitOnce(url, { cookie: cookie! })),
        );
      const versions = (list: { version: string }[]) =>
        list.map(({ version }) => version);
      expect(versions(await again())).toEqual(versions(users));

      // The analysis allows half of the traffic. Who had the new version keeps it; others follow, and none goes back.
      await reach(50);
      const later = versions(await again());
      users.forEach(({ version }, index) => {
        if (version === '1.1.0') expect(later[index]).toBe('1.1.0');
      });
      expect(
        later.filter(version => version === '1.1.0').length,
      ).toBeGreaterThan(moved.length);
      expect(versions(await again())).toEqual(later);

      // A person lets it go on.
      await open(page, id);
      await page.getByRole('button', { name: /^Promote to/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Promote to/ }).click();
      await expect(dialog).toBeHidden();
      await expectStatus(page, 'Succeeded');
    } finally {
      await visitors.stop();
    }
    expect(visitors.visits.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await ask(50)).toEqual(['200 1.1.0']);
  });
});
