import { expect, test } from '@playwright/test';
import { expectAccessible, expectToFitWhenZoomed } from './accessible';
import { chooseVersion, openDialog, openService } from './portal';
import { signInAs } from './signIn';

test.describe('a page of ours', () => {
  for (const [path, name] of [
    ['/deployments/services', 'Deployments'],
    ['/deployments/needs-you', 'Deployments'],
    ['/deployments/activity', 'Deployments'],
    ['/deployments/drift', 'Deployments'],
    ['/deployments/dora', 'Deployments'],
    ['/deployments/admin', 'Deployments'],
    ['/deployments/compare', 'Compare environments'],
    // Backstage's own heading; the service is named by the tab's.
    ['/catalog/default/component/checkout/deployments', 'Catalog'],
    ['/catalog/default/component/checkout/dora', 'Catalog'],
  ]) {
    test(`has one main landmark, a first heading that names it, and a link past the navigation: ${path}`, async ({
      page,
    }) => {
      await signInAs(page, 'Dmitri', path);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(page.getByRole('heading', { level: 1, name })).toHaveCount(
        1,
      );
      await page.reload();
      await expect(page.getByRole('main')).toHaveCount(1);
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to content' });
      await expect(skip).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('main')).toBeFocused();
    });
  }
});

test.describe('zoomed to 200 %, nothing is scrolled sideways', () => {
  for (const path of [
    '/catalog/default/component/checkout/deployments',
    '/catalog/default/component/checkout/dora',
    '/deployments/services',
    '/deployments/compare',
    '/deployments/needs-you',
    '/deployments/activity',
    '/deployments/drift',
    '/deployments/dora',
    '/deployments/admin',
    '/deployments/troubleshooting',
  ]) {
    test(`on ${path}`, async ({ page }) => {
      await signInAs(page, 'Dmitri', path);
      await expect(
        page.getByRole('main').getByText(/\w/).first(),
      ).toBeVisible();
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      await expectToFitWhenZoomed(page);
    });
  }
});

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
        page.getByRole('heading', {
          level: 1,
          name: 'Checkout 1.5.0 → Production',
        }),
      ).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(
        page.getByRole('img', { name: /^availability: / }),
      ).toBeVisible();
      await expectAccessible(page);
      await expectToFitWhenZoomed(page);
    });

    test('what runs where, and what happened', async ({ page }) => {
      await signInAs(page, 'Ana', '/deployments');
      await expect(
        page.getByRole('table', { name: 'Services by environment' }),
      ).toContainText('1.4.2');
      await expectAccessible(page);

      await page.getByRole('tab', { name: 'Activity' }).click();
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(page);

      await page.getByRole('tab', { name: 'Drift' }).click();
      await expect(page.getByRole('region', { name: 'Drift' })).toContainText(
        /Everything runs as deployed|runs in/,
      );
      await expectAccessible(page);

      await page.getByRole('tab', { name: 'Needs you' }).click();
      await expect(
        page.getByRole('heading', { name: 'Decisions that wait for you' }),
      ).toBeVisible();
      await expectAccessible(page);
    });

    test('the comparison of two environments, and the dialog that promotes', async ({
      page,
    }) => {
      await signInAs(
        page,
        'Ana',
        '/deployments/compare?from=dev&to=production&show=all',
      );
      await expect(
        page.getByRole('table', {
          name: 'Development compared with Production',
        }),
      ).toContainText('1.4.2');
      await expectAccessible(page);

      await page.goto('/deployments/services');
      await page.getByLabel('Select Checkout').check();
      await page.getByRole('button', { name: 'Promote 1 service…' }).click();
      await expect(page.getByRole('dialog')).toContainText('Checkout');
      await expectAccessible(page);
    });

    test('the page of an address that leads nowhere', async ({ page }) => {
      await signInAs(page, 'Ana', '/deployments/x/y');
      await expect(page.getByText('Page not found')).toBeVisible();
      await expectAccessible(page);
    });

    test('the troubleshooting page', async ({ page }) => {
      await signInAs(page, 'Ana', '/deployments/troubleshooting#drift');
      await expect(
        page.getByRole('heading', { name: 'Drift', exact: true }),
      ).toBeInViewport();
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
