import { expect, test, type Locator, type Page } from '@playwright/test';
import { resolve } from 'node:path';
import {
  chooseVersion,
  deploy,
  deployButton,
  DEPLOYMENT_MS,
  expectStatus,
  openDialog,
  openService,
  step,
  titleOfDeployment,
} from './portal';
import { signInAs, switchTo } from './signIn';

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

test('pictures of the documentation', async ({ page, browser }) => {
  const viewport = { width: 1280, height: 1100 };
  await page.setViewportSize(viewport);
  await signInAs(page, 'Ana');
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: await page.context().storageState(),
    colorScheme: 'dark',
    viewport,
  });
  const viewers = { light: page, dark: await context.newPage() };

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
      .getByRole('region', { name: 'availability' })
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
  const tall = { ...viewport, height: 1900 };
  for (const viewer of Object.values(viewers)) {
    await viewer.setViewportSize(tall);
  }
  await take(viewers, 'dora', viewer =>
    viewer
      .getByRole('img', { name: /deployments of each of/ })
      .and(viewer.locator(':has(svg)')),
  );
  for (const viewer of Object.values(viewers)) {
    await viewer.setViewportSize(viewport);
  }

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
