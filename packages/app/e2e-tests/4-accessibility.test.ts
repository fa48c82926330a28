import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';
import { chooseVersion, openDialog, openService } from './portal';
import { signInAs } from './signIn';

// Files run in the order of their names: these pages show what the tour left.
for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`everybody can use, in ${colorScheme} colours,`, () => {
    test.use({ colorScheme, actionTimeout: 30_000 });

    test("a service's environments and the dialog that deploys", async ({
      page,
    }) => {
      await signInAs(page, 'Ana');
      await openService(page, 'checkout');
      await expect(
        page.getByRole('region', { name: 'History' }).getByRole('row').nth(1),
      ).toBeVisible();
      await expectAccessible(page);

      const dialog = await openDialog(page, 'Staging');
      await chooseVersion(page, dialog, '1.4.2');
      await expect(
        dialog.getByRole('button', { name: /1\.4\.2/ }),
      ).toBeEnabled();
      await expectAccessible(page);
    });

    test("a deployment's page", async ({ page }) => {
      await signInAs(page, 'Ana');
      await openService(page, 'checkout');
      await page
        .getByRole('region', { name: 'History' })
        .getByRole('row')
        .filter({ hasText: 'Rolled back' })
        .filter({ hasText: '1.5.0' })
        .getByRole('link', { name: '1.5.0' })
        .click();
      await expect(
        page.getByRole('heading', { name: 'Checkout 1.5.0 → Production' }),
      ).toBeVisible();
      await expect(
        page.getByRole('img', { name: /^availability: / }),
      ).toBeVisible();
      await expectAccessible(page);
    });

    test('what runs where, and what happened', async ({ page }) => {
      await signInAs(page, 'Ana', '/deployments');
      await expect(
        page.getByRole('table', { name: /what runs where/ }),
      ).toContainText('1.4.2');
      await expectAccessible(page);

      await page.getByRole('tab', { name: 'Activity' }).click();
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(page);
    });

    test("the engine's page", async ({ page }) => {
      await signInAs(page, 'Dmitri', '/deployments/admin');
      await expect(
        page.getByRole('table', { name: 'Replicas' }).getByRole('row').nth(1),
      ).toBeVisible();
      await expectAccessible(page);
    });
  });
}
