import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { pollUntil } from '../pollUntil.mjs';

/** The service and its golden path are those of docs/how-to/add-to-backstage.md. */
const SERVICE = 'component:default/checkout';
const ENVIRONMENT = 'staging';
const DEPLOYMENT_MS = 180_000;
const ENDED = [
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
];

/** Returns a function that sends requests to the API of deployments as the guest of a new app. */
async function signInAsGuest(backendUrl) {
  const session = await fetch(`${backendUrl}/api/auth/guest/refresh`);
  const { backstageIdentity } = await readJson(session);
  return async (path, body) => {
    const response = await fetch(`${backendUrl}/api/deployments${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${backstageIdentity.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return readJson(response);
  };
}

async function readJson(response) {
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${response.url} responded ${response.status}: ${text}`);
  }
  return JSON.parse(text);
}

/** Fails unless the service's URL responds with this version. */
async function expectToServe(api, version) {
  const { environments } = await api(
    `/services/${encodeURIComponent(SERVICE)}/overview`,
  );
  const { url } = environments.find(
    ({ environment }) => environment.name === ENVIRONMENT,
  );
  const text = await (await fetch(url)).text();
  if (text.trim() !== `Checkout ${version}`) {
    throw new Error(`${url} serves “${text}” instead of ${version}`);
  }
  console.log(`${url} serves ${text}`);
}

/**
 * Deploys a version of the page's service with the HTTP API, and asks the service's URL what it serves.
 *
 * @param {string} backendUrl
 * @param {string} version - E.g. `1.4.1`.
 */
export async function deployOverHttp(backendUrl, version) {
  const api = await signInAsGuest(backendUrl);
  // The catalog reads its files after the start.
  const overview = await pollUntil(
    () =>
      api(`/services/${encodeURIComponent(SERVICE)}/overview`).catch(
        () => undefined,
      ),
    { intervalMs: 1000, timeoutMs: 60_000 },
  );
  if (!overview?.goldenPath) {
    throw new Error(
      `${SERVICE} has no golden path: ${JSON.stringify(overview)}`,
    );
  }
  // Asks the target which versions there are.
  const { items } = await api(
    `/services/${encodeURIComponent(SERVICE)}/versions`,
  );
  const found = items.find(({ name }) => name === version);
  if (!found) {
    throw new Error(`${SERVICE} has no ${version}: ${JSON.stringify(items)}`);
  }
  const { id } = await api('/deployments', {
    service: SERVICE,
    environment: ENVIRONMENT,
    versionId: found.id,
  });
  const ended = await pollUntil(
    async () => {
      const deployment = await api(`/deployments/${id}`);
      return ENDED.includes(deployment.status) ? deployment : undefined;
    },
    { intervalMs: 1000, timeoutMs: DEPLOYMENT_MS },
  );
  if (ended?.status !== 'succeeded') {
    throw new Error(
      `The deployment did not succeed: ${JSON.stringify(ended ?? id)}`,
    );
  }
  await expectToServe(api, version);
}

/**
 * Deploys the proposed version in a browser as the page says, and asks the service's URL what it serves.
 *
 * @param {{appUrl: string, backendUrl: string, version: string, picture?: string}} options - `version` is the one that
 *   the dialog proposes. `picture` is the path of a PNG file that shows the app at the end.
 */
export async function deployInBrowser({
  appUrl,
  backendUrl,
  version,
  picture,
}) {
  const browser = await chromium.launch({
    executablePath: [
      process.env.PLAYWRIGHT_CHROMIUM_PATH,
      '/usr/bin/chromium',
    ].find(path => path && existsSync(path)),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage({ locale: 'en-GB' });
  const errors = [];
  page.on('pageerror', error => errors.push(error));
  try {
    await page.goto(`${appUrl}/catalog/default/component/checkout`);
    const name = { name: 'Deployments', exact: true };
    const contents = page.getByRole('navigation', {
      name: 'Content navigation',
    });
    const deployments = page
      .getByRole('tab', name)
      .or(contents.getByRole('link', name));
    const enter = page.getByRole('button', { name: 'Enter' });
    // The classic template signs the guest in by itself.
    await enter.or(deployments).first().waitFor({ timeout: 120_000 });
    if (await enter.isVisible()) await enter.click();
    await page
      .locator('a[href="/deployments"]')
      .filter({ hasText: 'Deployments' })
      .waitFor();
    await deployments.click();
    await page.getByRole('button', { name: 'Deploy to Staging…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('button', {
        name: `Deploy ${version} to Staging`,
        exact: true,
      })
      .click();
    await page
      .getByRole('heading', { level: 1, name: `${version} → Staging` })
      .waitFor();
    await page
      .locator('header')
      .getByText('Succeeded', { exact: true })
      .waitFor({ timeout: DEPLOYMENT_MS });
    if (errors.length > 0)
      throw new AggregateError(errors, 'Errors in the app');
    await expectToServe(await signInAsGuest(backendUrl), version);
  } finally {
    if (picture) await page.screenshot({ path: picture });
    await browser.close();
  }
}
