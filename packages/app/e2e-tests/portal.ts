import { expect, type Locator, type Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';

/** A deployment takes about a minute; how long exactly is nobody's promise. */
export const DEPLOYMENT_MS = 180_000;

/** Opens the Deployments tab of a service; its cards are there when this returns. */
export async function openService(page: Page, service: string) {
  await page.goto(`/catalog/default/component/${service}/deployments`);
  await expect(
    page.getByRole('list', { name: 'Environments in promotion order' }),
    // Tests open it in several windows at once.
  ).toBeVisible({ timeout: 60_000 });
}

/** The card of an environment on a service's Deployments tab. */
export function environmentCard(page: Page, environment: string) {
  return page.getByRole('region', { name: environment, exact: true });
}

/** Opens the menu of an environment's card. */
export async function openMenu(page: Page, environment: string) {
  await environmentCard(page, environment)
    .getByRole('button', { name: `More actions for ${environment}` })
    .click();
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
}

/** Chooses from the menu of an environment's card. */
export async function chooseFromMenu(
  page: Page,
  environment: string,
  item: string,
) {
  const menu = await openMenu(page, environment);
  await menu.getByRole('menuitem', { name: item }).click();
}

/** Shows the details of an environment's card. They may be open already. */
export async function openDetails(page: Page, environment: string) {
  const toggle = environmentCard(page, environment).getByRole('button', {
    name: `Details of ${environment}`,
  });
  if ((await toggle.getAttribute('aria-expanded')) === 'false') {
    await toggle.click();
  }
}

/** The dialog that asks for a deployment, opened for an environment: by the card's button, or from its menu. */
export async function openDialog(page: Page, environment: string) {
  const card = environmentCard(page, environment);
  await expect(card).toBeVisible();
  const button = card.getByRole('button', {
    name: `Deploy to ${environment}…`,
  });
  if (await button.isVisible()) {
    await button.click();
  } else {
    await chooseFromMenu(page, environment, 'Deploy…');
  }
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

export async function chooseVersion(page: Page, dialog: Locator, name: string) {
  // The dialog selects the proposed version when it knows it.
  await expect(
    dialog.getByText(/^built|^No version is proposed/).first(),
  ).toBeVisible();
  const field = dialog.getByRole('textbox', { name: 'Version' });
  if ((await field.inputValue()) === name) return;
  await field.fill(name);
  await page
    .getByRole('option')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
}

/** The button that deploys; it is there when the plan is known. */
export function deployButton(dialog: Locator, name: string, where: string) {
  return dialog.getByRole('button', {
    name: `Deploy ${name} to ${where}`,
    exact: true,
  });
}

export interface Wish {
  service: string;
  version: string;
  environment: string;
  /** What the golden path asks for, by label. */
  inputs?: Record<string, string>;
}

/** Asks for a deployment as whoever is signed in; ends on its page. */
export async function deploy(page: Page, wish: Wish) {
  await openService(page, wish.service);
  const dialog = await openDialog(page, wish.environment);
  await chooseVersion(page, dialog, wish.version);
  for (const [label, value] of Object.entries(wish.inputs ?? {})) {
    await dialog.getByRole('textbox', { name: label }).fill(value);
  }
  await deployButton(dialog, wish.version, wish.environment).click();
  await expect(
    titleOfDeployment(page, wish.version, wish.environment),
  ).toBeVisible();
}

/** The title of a deployment's page, e.g. `Checkout 1.4.1 → Production`. */
export function titleOfDeployment(
  page: Page,
  version: string,
  environment: string,
) {
  return page.getByRole('heading', {
    level: 1,
    name: `${version} → ${environment}`,
  });
}

/** The head of a deployment's page: how it stands, who asked, what can be done. */
function head(page: Page) {
  return page.locator('header', {
    has: page.getByRole('heading', { level: 1, name: ' → ' }),
  });
}

export async function expectStatus(
  page: Page,
  status: string,
  options: { timeout?: number } = {},
) {
  await expect(
    head(page).getByText(status, { exact: true }),
    `The deployment is to be ${status}`,
  ).toBeVisible({ timeout: DEPLOYMENT_MS, ...options });
}

/** A step in the list of a deployment's page. */
export function step(page: Page, title: string) {
  return page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button')
    .filter({ has: page.getByText(title, { exact: true }) });
}

/** A command that stands in the head of a deployment's page. */
export function command(page: Page, label: string | RegExp) {
  return page.getByRole('button', { name: label });
}

/** Confirms what a press on a button asks. */
export async function confirm(page: Page, label: string, reason?: string) {
  const dialog = page.getByRole('dialog');
  if (reason) {
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
  }
  await dialog.getByRole('button', { name: label }).click();
  await expect(dialog).toBeHidden();
}

/** Where the service answers in the environment, whatever version runs. */
export async function stableUrl(
  page: Page,
  environment: string,
): Promise<string> {
  const menu = await openMenu(page, environment);
  const link = menu.getByRole('menuitem', { name: `Open ${environment}` });
  const url = (await link.getAttribute('href')) ?? '';
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  return url;
}

interface Visits {
  versions: Record<string, number>;
  statuses: Record<string, number>;
}

async function visitOnce(page: Page, url: string, visits: Visits) {
  const { versions, statuses } = visits;
  const response = await page.request.get(new URL('/version', url).href);
  const status = response.status();
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (response.ok()) {
    const { version } = await response.json();
    versions[version] = (versions[version] ?? 0) + 1;
  }
}

/** Visits a service's stable URL as its users do: how often each version answered, and each status. */
export async function visit(page: Page, url: string, times = 50) {
  const visits: Visits = { versions: {}, statuses: {} };
  for (let count = 0; count < times; count++) {
    await visitOnce(page, url, visits);
  }
  return visits;
}

/** The pause between two visits of one user. */
const VISIT_EVERY_MS = 100;

/** As {@link visit}, for as long as the work takes. */
export async function visitWhile(
  page: Page,
  url: string,
  work: () => Promise<void>,
) {
  const visits: Visits = { versions: {}, statuses: {} };
  let isOver = false;
  const user = (async () => {
    while (!isOver) {
      await visitOnce(page, url, visits);
      await pause(VISIT_EVERY_MS);
    }
  })();
  try {
    await Promise.all([work().finally(() => (isOver = true)), user]);
  } finally {
    isOver = true;
  }
  return visits;
}

/** What answers at a service's stable URL, e.g. `checkout 1.4.1`. */
export async function answerAt(page: Page, url: string): Promise<string> {
  const response = await page.request.get(url);
  const { service, version } = await (
    await page.request.get(new URL('/version', url).href)
  ).json();
  return `${response.status()} ${service} ${version}`;
}
