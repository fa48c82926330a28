import { expect, test, type Page } from '@playwright/test';
import {
  chooseVersion,
  command,
  confirm,
  deploy,
  deployButton,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  openDialog,
  openService,
  step,
} from '../portal';
import { backendPid, killBackend } from '../processes';
import { signInAs, switchTo } from '../signIn';
import {
  listPods,
  listResponses,
  pushVersion,
  type Workload,
} from './workloads';

// docs/tutorials/kubernetes.md, in its order: each part continues where the previous one ended.
test.describe.configure({ mode: 'serial', timeout: 2 * DEPLOYMENT_MS });
test.use({ actionTimeout: 30_000 });

const checkout = (environment: string): Workload => ({
  service: 'checkout',
  environment,
});

const PRODUCTION = checkout('production');

async function expectResponses(workload: Workload, response: string) {
  await expect
    .poll(() => listResponses(workload), { timeout: DEPLOYMENT_MS })
    .toEqual([response]);
}

/** Lifts the hold of Checkout in Production. */
async function liftHold(page: Page, reason: string) {
  await openService(page, 'checkout');
  const card = environmentCard(page, 'Production');
  await expect(card.getByRole('alert')).toContainText('On hold');
  await card.getByRole('button', { name: 'Lift hold…' }).click();
  await confirm(page, 'Lift hold', reason);
  await expect(card).not.toContainText('On hold');
}

test.describe('the tour on Kubernetes', () => {
  test('shows what was running before the portal was installed', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await openService(page, 'checkout');
    for (const environment of ['Development', 'Production']) {
      const card = environmentCard(page, environment);
      await expect(card).toContainText('1.4.0', { timeout: DEPLOYMENT_MS });
    }
    await expectResponses(PRODUCTION, '200 checkout 1.4.0');
  });

  test('lets a platform lead adopt the running version', async ({ page }) => {
    await signInAs(page, 'Dmitri');
    // The portal reads the cluster within a minute after its first start.
    await expect(async () => {
      await page.goto('/deployments/drift?deployed=false');
      await expect(
        page.getByRole('button', { name: / Payments in Production$/ }).first(),
      ).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 120_000 });
    for (const where of [
      'Checkout in Development',
      'Checkout in Production',
      'Payments in Production',
    ]) {
      const adopt = page.getByRole('button', {
        name: `Adopt running version… ${where}`,
        exact: true,
      });
      await adopt.click();
      await confirm(page, 'Adopt version', 'It works');
      await expect(adopt).toBeHidden();
    }
    await openService(page, 'checkout');
    await expect(environmentCard(page, 'Production')).not.toContainText(
      'Drift',
    );
    await expectResponses(PRODUCTION, '200 checkout 1.4.0');
  });

  test('deploys a version by a rollout, and the Service serves it', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await openService(page, 'checkout');
    const dialog = await openDialog(page, 'Production');
    await chooseVersion(page, dialog, '1.4.1');
    const plan = dialog.getByRole('region', { name: 'What will happen' });
    await expect(
      plan.getByRole('list', { name: 'Steps in order' }).locator('> li'),
    ).toHaveText([/^Roll out/, /^Watch/, /^Retire/]);
    const before = listPods(PRODUCTION);
    await deployButton(dialog, '1.4.1', 'Production').click();
    await expectStatus(page, 'Succeeded');

    await expectResponses(PRODUCTION, '200 checkout 1.4.1');
    const after = listPods(PRODUCTION);
    expect(after).toHaveLength(2);
    const names = before.map(({ name }) => name);
    expect(after.filter(({ name }) => names.includes(name))).toEqual([]);
    const open = page.getByRole('link', {
      name: /^Open Checkout in Production/,
    });
    const shown = await page.request.get((await open.getAttribute('href'))!);
    expect(await shown.text()).toContain('1.4.1');
  });

  test('rolls back a version that fails, and leaves a hold', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.5.0',
      environment: 'Production',
    });
    await expectStatus(page, 'Rolled back');
    await expect(
      page
        .getByRole('navigation', { name: 'Steps' })
        .getByRole('heading', { name: 'Rollback to 1.4.1' }),
    ).toBeVisible();
    await expectResponses(PRODUCTION, '200 checkout 1.4.1');

    await liftHold(page, '1.4.2 does not have the new price rules');
  });

  test('explains a version that does not start, and restores the previous version', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.5.2',
      environment: 'Development',
    });
    await expectStatus(page, 'Rolled back');
    await step(page, 'Roll out').click();
    const details = page.getByRole('region', { name: 'Step Roll out' });
    await expect(details).toContainText('exited with code 1');
    await details.getByRole('button', { name: 'Show last log lines' }).click();
    await expect(details).toContainText('loadPriceRules');
    await expectResponses(checkout('dev'), '200 checkout 1.4.0');
  });

  test('continues a rollout after the backend was killed', async ({ page }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.4.2',
      environment: 'Production',
    });
    await expect(step(page, 'Watch')).toContainText('Running', {
      timeout: DEPLOYMENT_MS,
    });
    const pods = listPods(PRODUCTION);
    const killed = backendPid();
    killBackend();
    await expect.poll(backendPid, { timeout: DEPLOYMENT_MS }).not.toBe(killed);
    await expect(page.getByRole('status').getByText('Live')).toBeVisible({
      timeout: DEPLOYMENT_MS,
    });
    await expectStatus(page, 'Succeeded');
    expect(listPods(PRODUCTION)).toEqual(pods);
    await expectResponses(PRODUCTION, '200 checkout 1.4.2');
  });

  test('restores the previous version when a deployment is cancelled', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.4.0',
      environment: 'Production',
    });
    await expect(step(page, 'Watch')).toContainText('Running', {
      timeout: DEPLOYMENT_MS,
    });
    await command(page, 'Cancel the deployment').click();
    await confirm(page, 'Cancel the deployment');
    await expectStatus(page, 'Rolled back');
    await expectResponses(PRODUCTION, '200 checkout 1.4.2');
  });

  test('changes nothing in the cluster before a second person approves', async ({
    page,
  }) => {
    const payments = { service: 'payments', environment: 'production' };
    const before = listPods(payments);
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'payments',
      version: '2.3.1',
      environment: 'Production',
      inputs: { 'Change ticket': 'CHG-1042' },
    });
    await expectStatus(page, 'Waiting');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await expect(why.getByRole('button', { name: /^Approve/ })).toBeDisabled();
    expect(listPods(payments)).toEqual(before);
    await expectResponses(payments, '200 payments 2.3.0');

    await switchTo(page, 'Carla');
    await why.getByRole('button', { name: /^Approve/ }).click();
    const ask = page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Reason' }).fill('Looked at it');
    await ask.getByRole('button', { name: /^Approve/ }).click();
    await expectStatus(page, 'Succeeded');
    await expectResponses(payments, '200 payments 2.3.1');
  });

  test('deploys a version that was only pushed to the registry', async ({
    page,
  }) => {
    await pushVersion('checkout', {
      version: '1.4.3',
      commit: '9c1d0f6be3a25f0f4c53a7e2a6b8d7c1e0f4a952',
    });
    await signInAs(page, 'Ana');
    await liftHold(page, 'It was cancelled on purpose');
    // The portal reads the registry every few seconds.
    await expect(async () => {
      await openService(page, 'checkout');
      const opened = await openDialog(page, 'Production');
      const field = opened.getByRole('textbox', { name: 'Version' });
      await expect(
        opened.getByText(/^built|^No version is proposed/).first(),
      ).toBeVisible({ timeout: 5_000 });
      // It may be the proposed one.
      if ((await field.inputValue()) === '1.4.3') return;
      await field.fill('1.4.3');
      await page
        .getByRole('option')
        .getByText('1.4.3', { exact: true })
        .click({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('9c1d0f6');
    await deployButton(dialog, '1.4.3', 'Production').click();
    await expectStatus(page, 'Succeeded');
    await expectResponses(PRODUCTION, '200 checkout 1.4.3');
  });
});
