import { expect, test, type Page } from '@playwright/test';
import { apiAs, cancelDeployment, cancelWaiting, type Api } from './api';
import { DEPLOYMENT_MS } from './portal';
import { signInAs } from './signIn';

test.describe.configure({ timeout: DEPLOYMENT_MS });

const SERVICE = 'component:default/payments';

const REQUEST = 'Needs you: approve Payments 2.3.0 for Production';

function findToast(page: Page, title: string) {
  return page.getByRole('alertdialog', { name: title });
}

/** Requests a deployment that waits for a release manager. Returns its id. */
async function requestPayments(ana: Api): Promise<string> {
  const { items } = await ana(
    'GET',
    `/services/${encodeURIComponent(SERVICE)}/versions`,
  );
  const { id } = await ana('POST', '/deployments', {
    service: SERVICE,
    environment: 'production',
    versionId: items.find(({ name }: { name: string }) => name === '2.3.0').id,
    inputs: { ticket: 'CHG-1042' },
  });
  return id;
}

test('a request for an approval is one notification, which says when it is over', async ({
  page,
}) => {
  const ana = await apiAs('Ana');
  await signInAs(page, 'Carla');
  await page.setViewportSize({ width: 420, height: 900 });
  const toast = findToast(page, REQUEST);
  let id = '';
  // Toasts are loaded after the page. What happens before that is only in the list, so the request is repeated.
  await expect(async () => {
    await cancelWaiting(ana, SERVICE, 'production');
    id = await requestPayments(ana);
    await expect(toast).toBeVisible({ timeout: 30_000 });
  }).toPass({ timeout: 120_000 });
  await expect(toast).toContainText(/ by .*UTC/);

  // While the request is on screen, no toast covers it.
  await page.goto(`/deployments/${id}`);
  await cancelDeployment(ana, id);
  await expect(page.getByText(/Cancelled/).first()).toBeVisible();
  await page.goto('/notifications');
  // Other deployments of the same version have notifications of their own.
  const about = page
    .getByRole('link')
    .and(page.locator(`[href$="/deployments/${id}"]`));
  await expect(about.first()).toHaveText(
    'Payments 2.3.0 no longer needs approval for Production',
  );
  await expect(about).toHaveCount(1);
});

test('people choose the topics of their notifications', async ({ page }) => {
  await signInAs(page, 'Carla', '/settings/notifications');
  await page.getByRole('button', { name: 'expand row' }).click();
  for (const topic of [
    'Waiting for me',
    'My deployments',
    'Rollbacks of my services',
  ]) {
    await expect(page.getByRole('cell', { name: topic })).toBeVisible();
  }
});
