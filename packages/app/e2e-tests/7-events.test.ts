import { expect, test, type Page } from '@playwright/test';
import { appendFile } from 'node:fs/promises';
import { expectAccessible } from './accessible';
import { signInAs } from './signIn';

test.use({ actionTimeout: 30_000 });

const EVENTS = '/deployments/dora/events';

const table = (page: Page) => page.getByRole('table', { name: 'Events' });

test('an operator finds events that could not be used, sees what came, and takes them in again', async ({
  page,
}) => {
  await signInAs(page, 'Dmitri', '/deployments/dora');
  // The demo history has some of them.
  await page
    .getByRole('region', { name: 'Data quality' })
    .getByRole('link', { name: 'Show events: Unmapped' })
    .click({ timeout: 100_000 });
  await expect(page).toHaveURL(/which=unmapped&since=/);
  await expect(table(page).getByRole('row')).toHaveCount(3);
  await expect(table(page)).toContainText('old-basket');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(table(page).getByRole('row')).toHaveCount(4);
  await page.getByRole('searchbox', { name: 'Search' }).fill('VERSION');
  await expect(table(page).getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(table(page)).toContainText('version must not be empty');

  await table(page)
    .getByRole('button', { name: /^Deployment/ })
    .click();
  const detail = page.getByRole('dialog');
  await expect(detail).toContainText('"environment": "production"');
  await expect(page).toHaveURL(/event=/);
  await page.goBack();
  await expect(detail).toBeHidden();

  await page.goto(EVENTS);
  await page.getByRole('checkbox', { name: /stray\/1$/ }).check();
  await page.getByRole('checkbox', { name: /stray\/3$/ }).check();
  await page
    .getByRole('button', { name: 'Reprocess 2 selected events…' })
    .click();
  await page
    .getByRole('button', { name: 'Reprocess events', exact: true })
    .click();
  const outcome = page.getByRole('dialog', { name: 'Results' });
  await expect(outcome).toContainText('None of the 2 events were accepted');
  await expect(outcome).toContainText('1 × version must not be empty');
  await outcome.getByRole('button', { name: 'Close' }).click();

  await page
    .getByRole('button', { name: 'Reprocess all 3 matching events…' })
    .click();
  await page
    .getByRole('button', { name: 'Reprocess events', exact: true })
    .click();
  await expect(outcome).toContainText('None of the 3 events were accepted');
});

test('who may not manage events is told so, and has no way there', async ({
  page,
}) => {
  await signInAs(page, 'Ana', EVENTS);
  await expect(
    page.getByText("You don't have access to these events"),
  ).toBeVisible();
  await expect(page.getByText(/deployments\.dora\.manage/)).toBeVisible();
  await page.getByRole('link', { name: 'Delivery metrics' }).click();
  await expect(
    page.getByText('Portal operators can see').first(),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /^Show events/ })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('everybody can use the events', async ({ page }) => {
      await signInAs(page, 'Dmitri', EVENTS);
      await expect(table(page)).toBeVisible();
      await expectAccessible(page);
      await table(page)
        .getByRole('button', { name: /stray\/1$/ })
        .click();
      await expect(page.getByRole('dialog')).toContainText('old-basket');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Reprocess event…' }).click();
      await expect(
        page.getByRole('dialog', { name: 'Reprocess 1 event?' }),
      ).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('a narrow screen has nothing to scroll sideways', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 });
  await signInAs(page, 'Dmitri', EVENTS);
  await expect(
    page.getByRole('list', { name: 'Events' }).getByRole('listitem'),
  ).not.toHaveCount(0);
  const beyond = await page
    .locator('article')
    .evaluate(article => article.scrollWidth - article.clientWidth);
  expect(beyond).toBe(0);
});

/** A file of the catalog, of a portal that scripts/e2e.mjs started. */
const catalogFile = process.env.SLIPWAY_E2E_CATALOG;

const OLD_BASKET = `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: old-basket
  annotations: { slipway/dora-name: old-basket }
spec: { type: service, lifecycle: deprecated, owner: team-platform }
`;

// The last one: the others need the events that it mends.
test('an event counts once the catalog has its service and it is taken in again', async ({
  page,
}) => {
  test.skip(!catalogFile, 'needs a portal whose catalog it may add to');
  await signInAs(page, 'Dmitri', EVENTS);
  await expect(table(page)).toContainText('old-basket');
  await appendFile(catalogFile!, OLD_BASKET);
  await expect(async () => {
    await page.goto('/catalog/default/component/old-basket');
    // The page of what is not there has the same heading.
    await expect(page.getByText('deprecated').first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 90_000 });

  await page.goto(EVENTS);
  await table(page)
    .getByRole('button', { name: /stray\/2$/ })
    .click();
  await page.getByRole('button', { name: 'Reprocess event…' }).click();
  await page
    .getByRole('button', { name: 'Reprocess events', exact: true })
    .click();
  const outcome = page.getByRole('dialog', { name: 'Results' });
  await expect(outcome).toContainText('The event was accepted.');
  await outcome.getByRole('button', { name: 'Close' }).click();
  await page.goto(EVENTS);
  await expect(
    table(page).getByRole('button', { name: /stray\/1$/ }),
  ).toBeVisible();
  await expect(
    table(page).getByRole('button', { name: /stray\/2$/ }),
  ).toHaveCount(0);

  // It is a deployment of the service from then on, as soon as it is worked in.
  await expect(async () => {
    await page.goto(
      '/deployments/dora?service=component%3Adefault%2Fold-basket',
    );
    await expect(
      page.getByRole('region', { name: 'Deployment frequency', exact: true }),
    ).toContainText('n = 1 deployment', { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
});
