import { expect, test } from '@playwright/test';
import { apiAs } from './api';
import { expectAccessible, expectToFitWhenZoomed } from './accessible';
import { chooseVersion, openDialog, openService } from './portal';
import { signInAs } from './signIn';

/** Its tree is what screen readers get: docs/portal.md says how to update the files in aria/. */
const PAGES = [
  {
    path: '/deployments/services',
    heading: 'Deployments',
    title: 'Services | Deployments',
    tree: 'services',
  },
  {
    path: '/deployments/needs-you',
    heading: 'Deployments',
    title: 'Needs you | Deployments',
    tree: 'needs-you',
  },
  {
    path: '/deployments/activity',
    heading: 'Deployments',
    title: 'Activity | Deployments',
    tree: 'activity',
  },
  {
    path: '/deployments/drift',
    heading: 'Deployments',
    title: 'Drift | Deployments',
    tree: 'drift',
  },
  {
    path: '/deployments/dora',
    heading: 'Deployments',
    title: 'DORA | Deployments',
    tree: 'metrics',
  },
  {
    path: '/deployments/dora/events',
    heading: 'Deployments',
    title: 'Events that could not be processed | Deployments',
    tree: 'events',
  },
  {
    path: '/deployments/admin',
    heading: 'Deployments',
    title: 'Admin | Deployments',
    tree: 'admin',
  },
  {
    path: '/deployments/compare?from=dev&to=production&show=all',
    heading: 'Compare environments',
    title: 'Compare Development with Production',
    tree: 'compare',
  },
  {
    path: '/deployments/troubleshooting',
    heading: 'Troubleshooting',
    title: 'Troubleshooting | Deployments',
    tree: 'troubleshooting',
  },
  // The heading and the title are Backstage's; the service is named by the tab's heading. The catalog sets the title of the
  // service and of its tab in either order.
  {
    path: '/catalog/default/component/checkout/deployments',
    heading: 'Catalog',
    title: 'Checkout( | Deployments)?',
    tree: 'service',
  },
  {
    path: '/catalog/default/component/checkout/dora',
    heading: 'Catalog',
    title: 'Checkout( | DORA and incidents)?',
    tree: 'service-metrics',
  },
];

test.describe('a page of ours', () => {
  for (const { path, heading, title, tree } of PAGES) {
    test(`has a title, one main landmark, a first heading that names it, and a link past the navigation: ${path}`, async ({
      page,
    }) => {
      await signInAs(page, 'Dmitri', path);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(
        page.getByRole('heading', { level: 1, name: heading }),
      ).toHaveCount(1);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      // Unread notifications may be counted before it. Backstage starts with the service's name, and may stay with it.
      await expect(page).toHaveTitle(
        new RegExp(
          `^(\\(\\d+\\) )?${title.replace('|', '\\|')} \\| Slipway$`,
          'i',
        ),
      );
      const untilLoaded = () =>
        expect(page.getByRole('main')).toMatchAriaSnapshot({
          name: `${tree}.aria.yml`,
        });
      await untilLoaded();
      await page.reload();
      // Backstage shows another main part until then, and it takes the focus with it.
      await untilLoaded();
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to content' });
      await expect(skip).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('main')).toBeFocused();
    });
  }

  test('has a navigation with names around it', async ({ page }) => {
    await signInAs(page, 'Dmitri', '/deployments/services');
    await expect(page.locator('body')).toMatchAriaSnapshot(`
      - navigation "Skip links":
        - link "Skip to content"
      - navigation "sidebar nav":
        - link "Slipway"
        - button "Search"
        - link "Catalog"
        - link "Deployments"
        - link /^Needs you/
        - link "Docs"
        - link "Notifications"
        - link "Dmitri Volkov"
        - button "Switch person"
        - link "Settings"
      - heading "Deployments" [level=1]
      - navigation "Breadcrumbs"
      - tablist:
        - tab "Services" [selected]
        - tab "Needs you"
        - tab "Activity"
        - tab "Drift"
        - tab "DORA"
        - tab "Admin"
      - main
    `);
  });

  test('shows several deployments with the counts of their statuses in its title', async ({
    page,
  }) => {
    const ana = await apiAs('Ana');
    const { items } = await ana('GET', '/deployments?status=rolled_back');
    expect(items.length).toBeGreaterThan(0);
    await signInAs(page, 'Ana', `/deployments/batch?ids=${items[0].id}`);
    await expect(page).toHaveTitle(
      /^(\(\d+\) )?1 × Rolled back: 1 deployment \| Slipway$/,
    );
    await expect(page.getByRole('main')).toMatchAriaSnapshot({
      name: 'batch.aria.yml',
    });
  });
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
      await expect(dialog).toMatchAriaSnapshot({
        name: 'deploy-dialog.aria.yml',
      });
      await expect(page).toHaveTitle(/Deploy Checkout to Staging \| Slipway$/);
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
      await expect(page).toHaveTitle(
        /Rolled back: Checkout 1\.5\.0 → Production \| Slipway$/,
      );
      await expect(page.getByRole('main')).toMatchAriaSnapshot({
        name: 'deployment.aria.yml',
      });
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
      await expect(page.getByRole('dialog')).toMatchAriaSnapshot({
        name: 'promote-dialog.aria.yml',
      });
    });

    test('the page of an address that leads nowhere', async ({ page }) => {
      await signInAs(page, 'Ana', '/deployments/x/y');
      await expect(page.getByRole('main')).toMatchAriaSnapshot(`
        - main:
          - article:
            - navigation "Deployments":
              - link "Deployments"
            - heading "Page not found" [level=1]
            - paragraph
            - button "Show all services"
      `);
      await expect(page).toHaveTitle(/Page not found \| Slipway$/);
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
