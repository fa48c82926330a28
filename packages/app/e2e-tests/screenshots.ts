import { expect, test, type Page } from '@playwright/test';
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
} from './portal';
import { signInAs } from './signIn';

const IMAGES = resolve(__dirname, '../../../docs/images');

async function take(page: Page, name: string) {
  // A pointer on a chart would leave its tooltip in the picture.
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({
      path: `${IMAGES}/${name}-${colorScheme}.png`,
      animations: 'disabled',
    });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function deployed(page: Page, version: string, environment: string) {
  await deploy(page, { service: 'checkout', version, environment });
  await expectStatus(page, 'Succeeded');
}

test('pictures of the documentation', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 960 });
  await signInAs(page, 'Ana');
  await deployed(page, '1.4.2', 'Development');
  await deployed(page, '1.4.1', 'Production');

  await openService(page, 'checkout');
  const dialog = await openDialog(page, 'Production');
  await chooseVersion(page, dialog, '1.4.2');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Delivery days');
  await expect(deployButton(dialog, '1.4.2', 'Production')).toBeEnabled();
  await take(page, 'dialog');

  await deployButton(dialog, '1.4.2', 'Production').click();
  await expect(step(page, 'Watch')).toContainText('Running', {
    timeout: DEPLOYMENT_MS,
  });
  await expect(page.getByText('5 measured values').first()).toBeVisible({
    timeout: DEPLOYMENT_MS,
  });
  await take(page, 'running');
  await expectStatus(page, 'Succeeded');

  await deploy(page, {
    service: 'checkout',
    version: '1.5.0',
    environment: 'Production',
  });
  await expectStatus(page, 'Rolled back');
  await step(page, 'Watch').click();
  await expect(
    page.getByRole('img', { name: /^availability: / }),
  ).toBeVisible();
  await take(page, 'rolled-back');

  await openService(page, 'checkout');
  await expect(
    page.getByRole('region', { name: 'History' }).getByRole('row').nth(1),
  ).toBeVisible();
  await take(page, 'service');
});
