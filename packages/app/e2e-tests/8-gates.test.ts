import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';
import {
  deploy,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  step,
  stableUrl,
  openService,
  visit,
} from './portal';
import { signInAs, switchTo } from './signIn';

test.describe.configure({ mode: 'serial', timeout: 4 * DEPLOYMENT_MS });
test.use({ actionTimeout: 30_000 });

/** Asks for a version of Payments, which a release manager approves; ends on its page while it waits for that. */
const payments = {
  service: 'payments',
  environment: 'Production',
  inputs: { 'Change ticket': 'CHG-1042' },
};

test('users meet a version of Payments only after it was approved, in the share that its step says, and never an error', async ({
  page,
}) => {
  const approve = async () => {
    await switchTo(page, 'Carla');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await why.getByRole('button', { name: /^Approve/ }).click();
    const ask = page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Reason' }).fill('Looked at it');
    await ask.getByRole('button', { name: /^Approve/ }).click();
    await expect(why).toBeHidden();
  };

  // 2.3.1 serves all of it, where the tour left it so or by a deployment of its own.
  await signInAs(page, 'Ana');
  await openService(page, 'payments');
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toContainText(/2\.\d\.\d|Made up/);
  // Another environment may have one that waits for a person.
  await expect(
    history
      .getByRole('row')
      .filter({ hasText: 'Production' })
      .filter({ hasText: /Running|Waiting|Queued/ }),
  ).toHaveCount(0, { timeout: DEPLOYMENT_MS });
  const card = environmentCard(page, 'Production');
  if ((await card.getByText('2.3.1', { exact: true }).count()) === 0) {
    await deploy(page, { ...payments, version: '2.3.1' });
    await expectStatus(page, 'Waiting');
    await approve();
    await expectStatus(page, 'Succeeded');
    await switchTo(page, 'Ana');
    await openService(page, 'payments');
  }
  const url = await stableUrl(page, 'Production');
  const all = (version: string) => ({
    versions: { [version]: 50 },
    statuses: { 200: 50 },
  });
  expect(await visit(page, url)).toEqual(all('2.3.1'));

  // 2.3.0 brings no migrations: the step between the approval and the canary is skipped.
  await deploy(page, { ...payments, version: '2.3.0' });
  await expectStatus(page, 'Waiting');
  await expect(step(page, 'Migrate the database')).toContainText('Skipped');
  await expect(step(page, 'Canary')).toContainText('Not started');
  expect(await visit(page, url)).toEqual(all('2.3.1'));
  await expect(step(page, 'Canary')).toContainText('Not started');

  // This time from the list of what waits for her.
  const address = page.url();
  await switchTo(page, 'Carla');
  await page.getByRole('link', { name: 'Needs you', exact: true }).click();
  const waiting = page.getByRole('article', {
    name: 'Payments 2.3.0 → Production',
  });
  // They are open already if nothing else waits for her.
  const details = waiting.getByRole('button', { name: /plan, commits/ });
  if ((await details.getAttribute('aria-expanded')) === 'false') {
    await details.click();
  }
  await expect(waiting.getByText('What is left to do')).toBeVisible();
  await expectAccessible(page);
  await waiting.getByRole('button', { name: /^Approve/ }).click();
  // The row stays, so that no other button comes under the pointer.
  await expect(waiting).toContainText('Approved by you');
  await expect(waiting.getByRole('button', { name: /^Approve/ })).toBeHidden();
  await page.goto(address);
  await expect(step(page, 'Watch')).toContainText('Running', {
    timeout: DEPLOYMENT_MS,
  });
  const during = await visit(page, url, 200);
  expect(during.statuses).toEqual({ 200: 200 });
  expect(Object.keys(during.versions).sort()).toEqual(['2.3.0', '2.3.1']);
  // A fifth of the traffic, with room for chance.
  expect(during.versions['2.3.0']).toBeGreaterThan(15);
  expect(during.versions['2.3.0']).toBeLessThan(70);

  await expectStatus(page, 'Succeeded');
  expect(await visit(page, url)).toEqual(all('2.3.0'));
});
