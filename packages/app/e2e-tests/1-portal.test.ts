import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { signInAs, switchTo } from './signIn';

test.describe('the portal', () => {
  test('shows the services of whoever signs in', async ({ page }) => {
    await signInAs(page, 'Ana');

    await expect(
      page.getByRole('heading', { name: 'Slipway Catalog' }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Checkout', exact: true }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Payments', exact: true }),
    ).toBeVisible();
  });

  test('keeps a person signed in across a reload, until they switch', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await page.reload();
    await expect(
      page.getByRole('link', { name: 'Checkout', exact: true }),
    ).toBeVisible();

    const person = (name: string) =>
      page
        .getByRole('navigation', { name: 'sidebar nav' })
        .getByRole('link', { name });
    await expect(person('Ana Duarte')).toBeVisible();
    await page.goto('/settings');
    await switchTo(page, 'Ben');
    await expect(person('Ben Okafor')).toBeVisible();
    await expect(person('Ana Duarte')).toHaveCount(0);
    await expect(page).toHaveURL(/\/settings\/general$/);
    await expect(page.getByText('user:default/ben')).toBeVisible();
  });

  test('signs a person out in all tabs, so that none acts in their name', async ({
    page,
    context,
  }) => {
    await signInAs(page, 'Ana', '/settings');
    await expect(page.getByText('Ana Duarte').first()).toBeVisible();
    const other = await context.newPage();
    await other.goto('/catalog/default/component/checkout/deployments');
    await expect(
      other.getByRole('heading', { name: 'Environments of Checkout' }),
    ).toBeVisible();

    await page.getByRole('button', { name: 'Switch person' }).click();
    await expect(
      other.getByRole('button', { name: /^Sign in as Carla/ }),
    ).toBeVisible();
    await expect(other.getByRole('button', { name: /Deploy/ })).toHaveCount(0);

    await page.getByRole('button', { name: /^Sign in as Eva/ }).click();
    await expect(
      other.getByRole('heading', { name: 'Environments of Checkout' }),
    ).toBeVisible();
    // An auditor changes nothing.
    await expect(
      other.getByRole('button', { name: 'Deploy…', exact: true }),
    ).toBeDisabled();
  });

  test('shows its documentation, with links between the pages', async ({
    page,
  }) => {
    await signInAs(page, 'Ana', '/docs');
    await page
      .getByRole('row')
      .getByRole('link', { name: 'Slipway', exact: true })
      .click();
    await page
      .getByRole('article')
      .getByRole('link', { name: 'Follow a canary' })
      .click();
    await expect(
      page.getByRole('heading', { name: 'See where it is' }),
    ).toBeVisible();
    await expect(page).toHaveURL(/\/slipway\/how-to\/follow-a-canary\/$/);

    const nav = page.getByRole('navigation', { name: 'Documentation' });
    await expect(nav.locator('[aria-current=page]')).toHaveText(
      'Follow a canary',
    );
    await nav.getByRole('link', { name: 'Approve and decide' }).click();
    await expect(
      page.getByRole('article').getByRole('heading', { level: 1 }),
    ).toHaveText('Approve and decide');
  });

  test('is in German for a person who chooses it', async ({ page }) => {
    await signInAs(page, 'Ana', '/settings');
    await page.getByText('English', { exact: true }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.goto('/catalog/default/component/checkout/deployments');
    await expect(
      page.getByRole('heading', { name: 'Umgebungen von Checkout' }),
    ).toBeVisible();
    await expect(
      page.getByRole('button', { name: 'Deployen…', exact: true }),
    ).toBeVisible();
  });

  test('has a sign-in page that everybody can use', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('button', { name: /^Sign in as/ })).toHaveCount(
      5,
    );

    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
  });
});
