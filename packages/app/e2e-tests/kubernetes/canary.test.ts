import { expect, test, type Page } from '@playwright/test';
import { apiAs, type Api } from '../api';
import {
  confirm,
  deploy,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  openService,
  stableUrl,
  step,
} from '../portal';
import { signInAs } from '../signIn';
import { sendVisitors, visitInTurn } from '../visitors';
import { listPods, readTraffic } from './workloads';

// docs/tutorials/kubernetes.md has it as well. Each part starts where the part before ended, so that none can be repeated.
test.describe.configure({
  mode: 'serial',
  timeout: 3 * DEPLOYMENT_MS,
  retries: 0,
});
test.use({ actionTimeout: 30_000 });

const CATALOG_API = { service: 'catalog-api', environment: 'production' };
const SETTINGS = '/services/component%3Adefault%2Fcatalog-api';
/** Besides the made-up ones of the demo. */
const VISITORS_PER_SECOND = 40;
/** As in app-config.kubernetes-canary.yaml: how many requests the hard limit needs. */
const MINIMUM_SAMPLES = 20;
/** The route as the team wrote it. */
const PLAIN_RULES = [
  { headers: [], backends: [{ name: 'catalog-api', weight: 1 }] },
];

let api: Api;
let url: string;

/** Deploys a version of Catalog API to Production in the browser, and returns the deployment's id. */
async function deployCatalogApi(page: Page, version: string): Promise<string> {
  await deploy(page, {
    service: 'catalog-api',
    version,
    environment: 'Production',
  });
  return /\/deployments\/([^/?]+)/.exec(page.url())![1]!;
}

/** Waits until the candidate has this percentage of the traffic. */
async function expectWeight(id: string, weight: number) {
  await expect
    .poll(async () => (await api('GET', `/deployments/${id}`)).trafficWeight, {
      timeout: DEPLOYMENT_MS,
    })
    .toBe(weight);
}

/** What the analysis of the canary step shows. */
async function openAnalysis(page: Page) {
  await step(page, 'Canary').click();
  return page.getByRole('region', {
    name: 'Analysis: Requests through the gateway',
  });
}

test.describe('a canary on Kubernetes', () => {
  test('starts from the version that was running before, behind a gateway', async ({
    page,
  }) => {
    await signInAs(page, 'Dmitri');
    const adopt = page.getByRole('button', {
      name: 'Adopt running version… Catalog API in Production',
      exact: true,
    });
    // The portal reads the cluster within a minute after its first start.
    await expect(async () => {
      await page.goto('/deployments/drift?deployed=false');
      await expect(adopt).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 120_000 });
    await adopt.click();
    await confirm(page, 'Adopt version', 'It works');
    await expect(adopt).toBeHidden();
    await openService(page, 'catalog-api');
    await expect(environmentCard(page, 'Production')).toContainText('3.8.0');
    url = await stableUrl(page, 'Production');
    expect(await visitInTurn(url, 20)).toEqual(['200 3.8.0']);
    expect(readTraffic(CATALOG_API)).toEqual({ rules: PLAIN_RULES });
  });

  test('rolls a bad version back at a tenth of the traffic, and the previous version never fails', async ({
    page,
  }) => {
    const before = listPods(CATALOG_API);
    await signInAs(page, 'Ben');
    const visitors = sendVisitors(url, VISITORS_PER_SECOND);
    try {
      await deployCatalogApi(page, '3.10.0');
      await expectStatus(page, 'Rolled back');
    } finally {
      await visitors.stop();
    }
    const { visits } = visitors;
    const bad = visits.filter(({ version }) => version === '3.10.0');
    const others = visits.filter(({ version }) => version !== '3.10.0');
    expect(others.filter(({ status }) => status !== 200)).toEqual([]);
    expect(bad.length).toBeGreaterThanOrEqual(MINIMUM_SAMPLES / 2);
    const [first, last] = [bad[0]!, bad[bad.length - 1]!];
    const during = visits.filter(
      ({ at }) => at >= first.at && at <= last.at,
    ).length;
    expect(bad.length / during).toBeLessThan(0.2);
    expect(bad.some(({ status }) => status === 500)).toBe(true);
    test.info().annotations.push({
      type: 'figures',
      description: `${
        bad.length
      } of ${during} requests went to 3.10.0, within ${last.at - first.at} ms`,
    });

    expect(await visitInTurn(url, 50)).toEqual(['200 3.8.0']);
    expect(readTraffic(CATALOG_API)).toEqual({ rules: PLAIN_RULES });
    expect(listPods(CATALOG_API)).toEqual(before);
    const analysis = await openAnalysis(page);
    await expect(analysis).toContainText(
      /Failed requests.*3\.10\.0 exceeded the limit of 10\s%/,
    );
    await expect(analysis).toContainText('Above its limit');
  });

  test('lets testers in by a header, and gives a good version all of the traffic when a person promotes it', async ({
    page,
  }) => {
    api = await apiAs('Ben');
    await api('POST', `${SETTINGS}/environments/production/hold`, {
      reason: '3.8.1 is another version',
    });
    await signInAs(page, 'Ben');
    const visitors = sendVisitors(url, VISITORS_PER_SECOND);
    try {
      const id = await deployCatalogApi(page, '3.8.1');
      await expectWeight(id, 10);
      expect(await visitInTurn(url, 20, { 'x-tester': 'yes' })).toEqual([
        '200 3.8.1',
      ]);
      expect(readTraffic(CATALOG_API).rules).toEqual([
        {
          headers: ['x-tester'],
          backends: [{ name: 'catalog-api-a', weight: 1 }],
        },
        {
          headers: [],
          backends: [
            { name: 'catalog-api', weight: 90 },
            { name: 'catalog-api-a', weight: 10 },
          ],
        },
      ]);
      const tenth = await api('GET', `/deployments/${id}`);
      expect(tenth.trafficWeight).toBe(10);

      // The analysis allows half of the traffic, and then shows what it has proven.
      await expectWeight(id, 50);
      const analysis = await openAnalysis(page);
      await expect(analysis).toContainText('Passed', {
        timeout: DEPLOYMENT_MS,
      });
      await expect(analysis).toContainText(
        /Typical latencyPass.* is [\d.]+\s% (slower|faster) than .* with 95\s% certainty/,
      );
      await expect(analysis).toContainText(
        /Failed requestsPass.* [1-9][\d,]* candidate and [1-9][\d,]* baseline samples/,
      );

      await page.getByRole('button', { name: /^Promote to/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Promote to/ }).click();
      await expect(dialog).toBeHidden();
      await expectStatus(page, 'Succeeded');
    } finally {
      await visitors.stop();
    }
    const { visits } = visitors;
    expect(visits.filter(({ status }) => status !== 200)).toEqual([]);
    expect(visits.length).toBeGreaterThan(0);
    expect(await visitInTurn(url, 50)).toEqual(['200 3.8.1']);
    expect(readTraffic(CATALOG_API)).toEqual({
      slot: 'catalog-api-a',
      rules: PLAIN_RULES,
    });
    const pods = listPods(CATALOG_API).map(({ name }) => name);
    expect(pods).toHaveLength(2);
    expect(pods.filter(name => !/^catalog-api-a-/.test(name))).toEqual([]);
  });
});
