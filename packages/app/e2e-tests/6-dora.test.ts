import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible';
import { signInAs } from './signIn';

test.use({ actionTimeout: 30_000 });

const TEAM = 'group:default/team-checkout';
const PAGE_OF_TEAM = `/deployments/dora?team=${encodeURIComponent(TEAM)}`;
const DORA_OF_SERVICE = '/catalog/default/component/checkout/dora';

function card(page: Page, metric: string) {
  return page.getByRole('region', { name: metric, exact: true });
}

/** A year of history is put in while the portal is already there for people. */
async function untilThereAreFigures(page: Page) {
  await expect(async () => {
    await page.reload();
    await expect(card(page, 'Change lead time')).toContainText('commits');
  }).toPass({ timeout: 100_000 });
}

test('a team lead sees five numbers, and of what each is made', async ({
  page,
}) => {
  await signInAs(page, 'Ana', '/deployments');
  await page.getByRole('tab', { name: 'DORA' }).click();
  await untilThereAreFigures(page);
  const failRate = card(page, 'Change fail rate');
  const readCounted = async () =>
    Number(/n = (\d+)/.exec(await failRate.innerText())?.[1]);
  const ofAllTeams = await readCounted();
  await page.getByRole('textbox', { name: 'Team' }).fill('Checkout team');
  await page.getByRole('option', { name: 'Checkout team' }).click();
  await expect(page).toHaveURL(/team=group%3Adefault%2Fteam-checkout/);
  // The figures of all teams stay until those of the team are there.
  await expect.poll(readCounted).toBeLessThan(ofAllTeams);
  await expect(page.getByText('Demo data.')).toBeVisible();

  for (const metric of [
    'Deployment frequency',
    'Change lead time',
    'Change fail rate',
    'Failed deployment recovery time',
    'Deployment rework rate',
  ]) {
    await expect(card(page, metric)).toContainText(/n = \d+/);
    await expect(
      page
        .getByRole('region', { name: `Trend: ${metric}` })
        .getByRole('img', { name: /chart: .* per period/ }),
    ).toBeVisible();
  }

  // The card says what a recount of its rows says, and so does the file.
  const n = await readCounted();
  // On its value: what has a tooltip of its own keeps the press.
  await failRate.click({ position: { x: 30, y: 60 } });
  const rows = page.getByRole('dialog', { name: 'Change fail rate: rows' });
  await expect(
    rows.getByText(`recalculated from ${n} counted rows`),
  ).toBeVisible();
  await rows.getByRole('button', { name: `Counted (${n})` }).click();
  await expect(rows.getByText(`of ${n} rows`)).toBeVisible();
  const download = page.waitForEvent('download');
  await rows.getByRole('button', { name: 'Download CSV' }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(n + 1);

  // The address holds it all.
  await page.reload();
  await expect(rows.getByText(`of ${n} rows`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows).toBeHidden();

  // A period has its own rows.
  const trend = page.getByRole('region', {
    name: 'Trend: Deployment frequency',
  });
  await trend.getByText('Figures as a table').click();
  const period = trend.getByRole('row').nth(2);
  const [from] = (await period.getByRole('rowheader').innerText()).split(' ');
  await period.getByRole('button', { name: /^Show rows:/ }).click();
  await expect(page.getByRole('dialog')).toContainText(`${from} to `);
});

test('a made-up deployment opens from the numbers, and says that it never happened', async ({
  page,
}) => {
  await signInAs(page, 'Ana', `${PAGE_OF_TEAM}&rows=deployment-frequency`);
  await page
    .getByRole('dialog', { name: 'Deployment frequency: rows' })
    .getByRole('row')
    .filter({ hasText: 'Made up' })
    .first()
    .getByRole('link', { name: /^0\.\d+\.\d$/ })
    .click();
  await expect(page).toHaveURL(/\/deployments\/[0-9a-f]{40}$/);
  await expect(page.getByText('This deployment never happened')).toBeVisible();
  await expect(page.getByText('Made up', { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test('what is selected is a step of the history, and is there again after a reload', async ({
  page,
}) => {
  await signInAs(page, 'Ana', `${PAGE_OF_TEAM}&days=45`);
  await expect(
    page.getByText('Ignored an invalid part of the URL: days=45'),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Interval/ }).click();
  await page.getByRole('option', { name: 'Months' }).click();
  await page.getByRole('textbox', { name: 'Time zone' }).fill('Auckland');
  await page.getByRole('option', { name: 'Pacific/Auckland' }).click();
  await page.getByRole('checkbox', { name: 'Use current owners' }).check();
  await page.getByRole('button', { name: /^Tier/ }).click();
  await page.getByRole('option', { name: 'Staging' }).click();
  const isThere = async (tier: string) => {
    await expect(
      page.getByRole('button', { name: `Tier ${tier}` }),
    ).toBeVisible();
    await expect(
      page.getByRole('button', { name: 'Interval Months' }),
    ).toBeVisible();
    await expect(page.getByText('Time zone: Pacific/Auckland')).toBeVisible();
    await expect(
      page.getByRole('checkbox', { name: 'Use current owners' }),
    ).toBeChecked();
  };
  await isThere('Staging');
  await page.goBack();
  await isThere('Production');
  await page.goForward();
  await page.reload();
  await isThere('Staging');

  await page.goto(`${PAGE_OF_TEAM}&tz=Mars%2FOlympus&interval=month`);
  await expect(page.getByText(/expected an IANA name/).first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Time zone' }).fill('Stockholm');
  await page.getByRole('option', { name: 'Europe/Stockholm' }).click();
  await expect(card(page, 'Change lead time')).toContainText('n = ');
  await expect(page).toHaveURL(/team=.*tz=Europe%2FStockholm&interval=month/);
});

test('single commits, failures and incidents open what they stand for', async ({
  page,
}) => {
  await signInAs(page, 'Ana', PAGE_OF_TEAM);
  const commits = page.getByRole('group', {
    name: /commits by deployment time/,
  });
  await commits.getByRole('button').first().click({ force: true });
  const dialog = page.getByRole('dialog', { name: 'Commit' });
  await expect(dialog).toContainText('Lead time');
  await expect(dialog).toContainText('Counted');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // The dot has the focus again; the next one in time is an arrow away.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');

  const timeline = page.getByRole('group', { name: /linked incidents/ });
  // The newest mark is the stop of the tab key.
  await timeline.locator('[role=button][tabindex="0"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await timeline.getByRole('button').last().click({ force: true });
  const incident = page.getByRole('dialog');
  await expect(incident).toContainText('Started');
  await expect(
    incident.getByRole('link', { name: /^Incidents of / }),
  ).toBeVisible();
});

test('what each number counts is a link, which keeps the selection', async ({
  page,
}) => {
  await signInAs(page, 'Ana', PAGE_OF_TEAM);
  await card(page, 'Change fail rate')
    .getByRole('link', { name: /^How this is calculated/ })
    .click();
  await expect(page).toHaveURL(/team=.*definition=change-fail-rate/);
  const definitions = page.getByRole('dialog', {
    name: /How metrics are calculated/,
  });
  await expect(
    definitions.getByRole('heading', { name: 'Change fail rate' }),
  ).toBeInViewport();
  await expectAccessible(page);
  await page.reload();
  await expect(
    definitions.getByRole('heading', { name: 'Change fail rate' }),
  ).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(definitions).toBeHidden();
  await expect(page).not.toHaveURL(/definition/);
});

test("a home page shows the delivery of one's team", async ({ page }) => {
  await signInAs(page, 'Ana', '/home');
  await expect(
    page.getByRole('table', { name: 'Delivery metrics' }),
  ).toContainText(/n = \d+/);
  await page.getByRole('link', { name: 'All metrics' }).click();
  await expect(page).toHaveURL(/team=group%3Adefault%2Fteam-checkout/);
});

test('an incident of a service is opened, laid to a deployment, and resolved by its people', async ({
  page,
}) => {
  await signInAs(page, 'Ana', DORA_OF_SERVICE);
  const incidents = page.getByRole('region', { name: 'Incidents' });
  await incidents.getByRole('button', { name: 'Open incident…' }).click();
  const opening = page.getByRole('dialog');
  await opening
    .getByRole('textbox', { name: "What's wrong?" })
    .fill('Baskets are empty');
  await expectAccessible(page);
  await opening.getByRole('button', { name: 'Open incident' }).click();
  const incident = incidents
    .getByRole('listitem', { name: 'Baskets are empty' })
    .first();
  await expect(incident).toContainText('Open');

  await incident.getByRole('button', { name: 'Link deployment…' }).click();
  const linking = page.getByRole('dialog');
  await linking.getByRole('button', { name: /^Deployment/ }).click();
  await page.getByRole('option').first().click();
  await linking.getByRole('button', { name: 'Link deployment' }).click();
  await expect(incident).toContainText('linked by a person');

  await incident.getByRole('button', { name: /^Unlink/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Unlink deployment' })
    .click();
  await expect(incident).not.toContainText('linked by a person');

  await incident.getByRole('button', { name: 'Resolve incident…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Resolve incident' })
    .click();
  await expect(incident).toContainText('Resolved');
});

test('who may not write incidents reads them', async ({ page }) => {
  await signInAs(page, 'Eva', DORA_OF_SERVICE);
  await expect(
    page.getByText(/You need permission to open or resolve/),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Open incident…' }),
  ).toBeHidden();
});

test('a group and a system show their metrics on their pages', async ({
  page,
}) => {
  await signInAs(page, 'Ana', '/catalog/default/group/team-checkout');
  for (const path of [
    '/catalog/default/group/team-checkout',
    '/catalog/default/system/shop',
    '/catalog/default/component/checkout',
  ]) {
    await page.goto(path);
    await expect(
      page.getByRole('table', { name: 'Delivery metrics' }),
    ).toContainText(/n = \d+/);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('everybody can use the metrics, their rows and the incidents', async ({
      page,
    }) => {
      await signInAs(page, 'Ana', PAGE_OF_TEAM);
      await expect(
        page.getByRole('group', { name: /deployments failed; linked/ }),
      ).toBeVisible();
      await expectAccessible(page);
      await page
        .getByRole('button', { name: 'Show rows: Change lead time' })
        .click();
      await expect(
        page.getByRole('dialog').getByRole('row').nth(1),
      ).toBeVisible();
      await expectAccessible(page);
      await expect(page).toHaveTitle(/Change lead time: rows \| Slipway$/);
      await expect(page.getByRole('dialog')).toMatchAriaSnapshot({
        name: 'rows-dialog.aria.yml',
      });

      await page.goto(DORA_OF_SERVICE);
      await expect(
        page.getByRole('region', { name: 'Incidents' }).getByRole('listitem'),
      ).not.toHaveCount(0);
      await expect(card(page, 'Change fail rate')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('a narrow screen has nothing to scroll sideways', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 });
  await signInAs(page, 'Ana', PAGE_OF_TEAM);
  await expect(
    page.getByRole('group', { name: /deployments failed; linked/ }),
  ).toBeVisible();
  const beyond = await page
    .locator('article')
    .evaluate(article => article.scrollWidth - article.clientWidth);
  expect(beyond).toBe(0);
});
