import { expect, test } from '@playwright/test';
import { expectStatus, openService, step } from './portal';
import { signInAs } from './signIn';

test.use({ actionTimeout: 30_000 });

test.describe('a link', () => {
  for (const address of [
    '/deployments/no-such-deployment',
    '/deployments/00000000-0000-4000-8000-000000000000',
    `/deployments/${encodeURIComponent('../../<script>alert(1)</script>')}`,
    `/deployments/${'x'.repeat(100)}?step=%00&event=-1`,
  ]) {
    test(`that leads nowhere says so: ${address.slice(0, 60)}`, async ({
      page,
    }) => {
      await signInAs(page, 'Ana', address);
      await expect(
        page.getByText('Deployment not found', { exact: true }),
      ).toBeVisible();
      await page.getByRole('button', { name: 'Show all deployments' }).click();
      await expect(page).toHaveURL(/\/deployments\/activity$/);
    });
  }

  for (const [address, button, leadsTo] of [
    ['/deployments/x/y', 'Show all services', /\/deployments\/services$/],
    ['/deployments/x/y/z?step=watch', 'Show all services', /\/services$/],
    ['/deployments/services/x', 'Go up one level', /\/services$/],
    ['/deployments/activity/x', 'Go up one level', /\/activity$/],
    ['/deployments/dora/x', 'Go up one level', /\/dora$/],
    ['/deployments/dora/events/x', 'Go up one level', /\/dora$/],
    ['/deployments/admin/x', 'Go up one level', /\/admin$/],
    [
      '/catalog/default/component/checkout/deployments/x',
      'Go up one level',
      /\/checkout\/deployments$/,
    ],
    [
      '/catalog/default/component/checkout/dora/x',
      'Go up one level',
      /\/checkout\/dora$/,
    ],
  ] as const) {
    test(`to a page that does not exist says so, with the way on: ${address}`, async ({
      page,
    }) => {
      await signInAs(page, 'Dmitri', address);
      await expect(
        page.getByText('Page not found', { exact: true }),
      ).toBeVisible();
      await expect(page.getByRole('main')).toHaveCount(1);
      await page.getByRole('button', { name: button }).click();
      await expect(page).toHaveURL(leadsTo);
    });
  }

  test('to the metrics of a team that does not exist says so', async ({
    page,
  }) => {
    await signInAs(page, 'Ana', '/deployments/dora?team=group:default/moon');
    await expect(page.getByText(/No team called moon/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByText(/No team called moon/)).toBeHidden();
  });

  test('to an environment that does not exist says so in the dialog', async ({
    page,
  }) => {
    await signInAs(
      page,
      'Ana',
      '/catalog/default/component/checkout/deployments?deploy=moon',
    );
    await expect(page.getByRole('dialog')).toContainText(
      'This service has no environment called moon',
    );
  });

  test('to the dialog keeps what a person typed while the system switches to dark', async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await signInAs(page, 'Ana');
    await page.goto(
      '/catalog/default/component/inventory/deployments?deploy=dev',
    );
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: 'Reason' })
      .fill('The stock is wrong');
    await dialog.getByRole('checkbox', { name: /^Hotfix/ }).check();
    const readColour = () =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await readColour();

    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(readColour).not.toBe(light);
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue(
      'The stock is wrong',
    );
    await expect(
      dialog.getByRole('checkbox', { name: /^Hotfix/ }),
    ).toBeChecked();

    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(dialog).toBeHidden();
  });

  test('to a step shows that step, also after a reload', async ({ page }) => {
    await signInAs(page, 'Ana');
    await openService(page, 'checkout');
    await page
      .getByRole('region', { name: 'History' })
      .getByRole('row')
      .filter({ hasText: 'Succeeded' })
      .filter({ hasNotText: 'Made up' })
      .last()
      .getByRole('link', { name: /^1\.4\.\d$/ })
      .click();
    await expectStatus(page, 'Succeeded');
    await step(page, 'Watch').click();
    await expect(page).toHaveURL(/[?&]step=watch/);

    await page.reload();
    await expect(
      page.getByRole('region', { name: 'Step Watch' }),
    ).toBeVisible();
    await expect(step(page, 'Watch')).toHaveAttribute('aria-pressed', 'true');
    await expect(step(page, 'Verify')).toHaveAttribute('aria-pressed', 'false');
  });
});
