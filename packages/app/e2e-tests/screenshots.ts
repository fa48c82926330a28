import {
  expect,
  test,
  type Browser,
  type Locator,
  type Page,
} from '@playwright/test';
import { resolve } from 'node:path';
import {
  chooseVersion,
  deploy,
  deployButton,
  DEPLOYMENT_MS,
  expectStatus,
  openDialog,
  openService,
  stableUrl,
  step,
  titleOfDeployment,
} from './portal';
import { signInAs, switchTo, type Person } from './signIn';
import { sendVisitors } from './visitors';

const IMAGES = resolve(__dirname, '../../../docs/images');

/** Messages that pass would lie over what is shown. */
const WITHOUT_TOASTS =
  '[role="region"][aria-label*="notification"] { display: none }';

interface Viewers {
  light: Page;
  /** Somebody else who is signed in as the same person. */
  dark: Page;
}

/** Takes what the light page shows, in both colours, once what is named is there. */
async function take(
  viewers: Viewers,
  name: string,
  ready: (page: Page) => Locator,
) {
  await viewers.dark.goto(viewers.light.url());
  for (const [colours, page] of Object.entries(viewers)) {
    await expect(ready(page)).toBeVisible({ timeout: DEPLOYMENT_MS });
    // A pointer on a chart would leave its tooltip in the picture.
    await page.mouse.move(0, 0);
    await page.screenshot({
      path: `${IMAGES}/${name}-${colours}.png`,
      animations: 'disabled',
      style: WITHOUT_TOASTS,
    });
  }
}

async function deployed(page: Page, version: string, environment: string) {
  await deploy(page, { service: 'checkout', version, environment });
  await expectStatus(page, 'Succeeded');
}

const VIEWPORT = { width: 1280, height: 1100 };

async function openViewers(
  page: Page,
  browser: Browser,
  person: Person,
): Promise<Viewers> {
  await page.setViewportSize(VIEWPORT);
  await signInAs(page, person);
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: await page.context().storageState(),
    colorScheme: 'dark',
    viewport: VIEWPORT,
  });
  return { light: page, dark: await context.newPage() };
}

async function setHeight(viewers: Viewers, height: number) {
  for (const viewer of Object.values(viewers)) {
    await viewer.setViewportSize({ ...VIEWPORT, height });
  }
}

test('pictures of the documentation', async ({ page, browser }) => {
  const viewers = await openViewers(page, browser, 'Ana');

  await deployed(page, '1.4.2', 'Development');
  await deployed(page, '1.4.1', 'Production');

  await openService(page, 'checkout');
  const dialog = await openDialog(page, 'Production');
  await chooseVersion(page, dialog, '1.4.2');
  await take(viewers, 'dialog', viewer =>
    deployButton(viewer.getByRole('dialog'), '1.4.2', 'Production'),
  );

  await deployButton(dialog, '1.4.2', 'Production').click();
  await expect(titleOfDeployment(page, '1.4.2', 'Production')).toBeVisible();
  await take(viewers, 'running', viewer =>
    viewer
      .getByRole('region', { name: 'availability', exact: true })
      .getByText(/^[3-9] measured values/),
  );
  await expectStatus(page, 'Succeeded');

  await deploy(page, {
    service: 'checkout',
    version: '1.5.0',
    environment: 'Production',
  });
  await expectStatus(page, 'Rolled back');
  await step(page, 'Watch').click();
  await take(viewers, 'rolled-back', viewer =>
    viewer.getByRole('img', { name: /^availability: / }),
  );

  await openService(page, 'checkout');
  await take(viewers, 'service', viewer =>
    viewer.getByRole('region', { name: 'History' }).getByRole('row').nth(1),
  );

  await page.goto(
    `/deployments/dora?team=${encodeURIComponent(
      'group:default/team-checkout',
    )}`,
  );
  // Down to the trends.
  await setHeight(viewers, 1900);
  await take(viewers, 'dora', viewer =>
    viewer
      .getByRole('img', { name: /^Bar chart: deployments per period/ })
      .and(viewer.locator(':has(svg)')),
  );
  await setHeight(viewers, VIEWPORT.height);

  // The engine is for those who run the portal.
  await deploy(page, {
    service: 'checkout',
    version: '1.4.2',
    environment: 'Development',
  });
  for (const viewer of Object.values(viewers)) {
    await switchTo(viewer, 'Dmitri');
  }
  await page.goto('/deployments/admin');
  await take(viewers, 'admin', viewer =>
    viewer.getByRole('table', { name: 'Replicas' }),
  );
});

test('pictures of a canary', async ({ page, browser }) => {
  const viewers = await openViewers(page, browser, 'Ben');
  const service = 'catalog-api';
  const environment = 'Production';
  await deploy(page, { service, version: '3.8.1', environment });
  await expectStatus(page, 'Succeeded');

  await openService(page, service);
  const visitors = sendVisitors(await stableUrl(page, environment), 50);
  try {
    // Its latency is what the analysis notices.
    await deploy(page, { service, version: '3.9.0', environment });
    await expectStatus(page, 'Rolled back');
  } finally {
    await visitors.stop();
  }
  await step(page, 'Rollout').click();
  await page.getByRole('button', { name: 'Typical latency' }).click();
  await setHeight(viewers, 1640);
  await take(viewers, 'canary', viewer =>
    viewer
      .getByRole('group', { name: 'Details of Typical latency' })
      .getByRole('img', { name: /over time/ }),
  );
});
