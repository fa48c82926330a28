import { expect, test, type Page } from '@playwright/test';
import {
  answerAt,
  chooseVersion,
  command,
  confirm,
  deploy,
  deployButton,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  openDetails,
  openDialog,
  openService,
  stableUrl,
  step,
  titleOfDeployment,
  visit,
} from './portal';
import {
  backendPid,
  canSeeProcesses,
  killBackend,
  listProcesses,
} from './processes';
import { signInAs, switchTo } from './signIn';

// The tour of the README, in its order: each part goes on from what the part before left.
test.describe.configure({ mode: 'serial', timeout: 2 * DEPLOYMENT_MS });
test.use({ actionTimeout: 30_000 });

/** Everybody is served, and by this version alone. */
async function expectAnswers(page: Page, url: string, answer: string) {
  await expect
    .poll(async () => {
      const answers = new Set<string>();
      for (let count = 0; count < 10; count++) {
        answers.add(await answerAt(page, url));
      }
      return [...answers];
    })
    .toEqual([answer]);
}

test.describe('the tour', () => {
  test('a deployment says what will happen, does it, and ends well', async ({
    page,
  }) => {
    await signInAs(page, 'Ana', '/catalog/default/component/checkout');
    await page
      .getByRole('main')
      .getByRole('link', { name: 'Deployments', exact: true })
      .click();
    const dialog = await openDialog(page, 'Production');

    await chooseVersion(page, dialog, '1.4.1');
    const plan = dialog.getByRole('region', { name: 'What will happen' });
    await expect(plan.getByText('Ready to start.')).toBeVisible();
    await expect(
      plan.getByRole('list', { name: 'Steps in order' }).locator('> li'),
    ).toHaveText([/^Canary/, /^Watch/, /^Shift/, /^Verify/, /^Retire/]);
    await expect(plan).toContainText('latency ≤ 400 ms');
    await expect(plan).toContainText('If it fails:');

    await deployButton(dialog, '1.4.1', 'Production').dblclick();
    await expect(titleOfDeployment(page, '1.4.1', 'Production')).toBeVisible();
    await expect(page.getByRole('status').getByText('Live')).toBeVisible();
    await expectStatus(page, 'Running');
    await expect(
      page.getByRole('region', { name: 'latency', exact: true }),
    ).toContainText(/\d\sms/, { timeout: DEPLOYMENT_MS });
    // Nothing runs beside it: whatever weight a step asks for, all users are served.
    const stable = page.getByRole('link', {
      name: /^Open Checkout in Production/,
    });
    expect(await visit(page, (await stable.getAttribute('href'))!)).toEqual({
      versions: { '1.4.1': 50 },
      statuses: { 200: 50 },
    });
    await expectStatus(page, 'Succeeded');
    await expect(step(page, 'Watch')).toContainText('Checks passed');

    const open = page.getByRole('link', {
      name: /^Open Checkout in Production/,
    });
    await expectAnswers(
      page,
      (await open.getAttribute('href'))!,
      '200 checkout 1.4.1',
    );

    await page.getByRole('link', { name: 'Checkout', exact: true }).click();
    const card = environmentCard(page, 'Production');
    await expect(
      card.getByText('1.4.1', { exact: true }).first(),
    ).toBeVisible();
    await openDetails(page, 'Production');
    await expect(card.getByText('Checks passed')).toBeVisible();
    await expect(card).not.toContainText('Drift');

    // Two presses were one deployment.
    const history = page.getByRole('region', { name: 'History' });
    await expect(
      history
        .getByRole('row')
        .filter({ hasText: 'Production' })
        .filter({ hasNotText: 'Made up' }),
    ).toHaveCount(1);
    // The year before the demo is there as well, and the card shows none of it.
    await expect(
      history.getByRole('row').filter({ hasText: 'Made up' }),
    ).not.toHaveCount(0);
    await expect(card).not.toContainText('Made up');
  });

  test('a version that fails is taken back by itself and leaves a hold', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.5.0',
      environment: 'Production',
    });
    await expectStatus(page, 'Rolled back');
    const steps = page.getByRole('navigation', { name: 'Steps' });
    await expect(
      steps.getByRole('heading', { name: 'Rollback to 1.4.1' }),
    ).toBeVisible();
    await expect(steps).toContainText('A step failed');
    await step(page, 'Watch').click();
    await expect(
      page.getByRole('region', { name: 'availability', exact: true }),
    ).toContainText('Checks failed');

    await openService(page, 'checkout');
    const url = await stableUrl(page, 'Production');
    await expectAnswers(page, url, '200 checkout 1.4.1');
  });

  test('a hold keeps others from starting until a person lifts it and says why', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await openService(page, 'checkout');
    const card = environmentCard(page, 'Production');
    await expect(card.getByRole('alert')).toContainText(
      'On hold: The deployment of 1.5.0 was rolled back',
    );

    const dialog = await openDialog(page, 'Production');
    await chooseVersion(page, dialog, '1.4.2');
    const blockers = dialog.getByRole('list', { name: 'Blockers' });
    await expect(blockers).toContainText(
      'On hold: The deployment of 1.5.0 was rolled back',
    );
    await expect(
      dialog.getByRole('button', { name: 'Queue 1.4.2 for Production' }),
    ).toBeEnabled();
    const newTab = page.context().waitForEvent('page');
    await blockers.getByRole('link', { name: /^Troubleshoot: Hold/ }).click();
    const help = await newTab;
    await expect(
      help.getByRole('heading', { name: 'Hold', exact: true }),
    ).toBeInViewport();
    await help.close();
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(dialog).toBeHidden();

    await card.getByRole('button', { name: 'Lift hold…' }).click();
    const ask = page.getByRole('dialog');
    await expect(ask.getByRole('button', { name: 'Lift hold' })).toBeDisabled();
    await confirm(page, 'Lift hold', '1.4.2 does not have the new price rules');
    await expect(card).not.toContainText('On hold');
  });

  test('a version that does not start says how it died', async ({ page }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'checkout',
      version: '1.5.2',
      environment: 'Development',
    });
    // Nothing ran there before: what to do is for a person to say.
    await expectStatus(page, 'Waiting');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await expect(why).toContainText('exited with code 1 before it was ready');
    await expect(why).toContainText('Cannot read properties of undefined');
    await expect(why).toContainText('No version ran here before');
    await expect(
      page
        .getByRole('region', { name: 'Step Canary' })
        .getByRole('log', { name: 'Log lines' }),
    ).toContainText('loadPriceRules');

    await why.getByRole('button', { name: 'Stop 1.5.2' }).click();
    await confirm(page, 'Stop 1.5.2');
    await expect(why).toBeHidden();
    await expectStatus(page, 'Rolled back');
  });

  test('a deployment goes on after the backend was killed in the middle of it', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    const wanted = {
      service: 'checkout',
      version: '1.4.2',
      environment: 'production',
    };
    await signInAs(page, 'Ana');
    await deploy(page, { ...wanted, environment: 'Production' });
    await expect(step(page, 'Watch')).toContainText('Running', {
      timeout: DEPLOYMENT_MS,
    });
    const candidates = listProcesses(wanted);
    expect(candidates).toHaveLength(1);

    const killed = backendPid();
    killBackend();
    await expect(
      page.getByRole('status').getByText(/^Reconnecting/),
    ).toBeVisible();
    expect(listProcesses(wanted)).toEqual(candidates);
    await expect
      .poll(() => backendPid(), { timeout: DEPLOYMENT_MS })
      .not.toBe(killed);
    await expect(page.getByRole('status').getByText('Live')).toBeVisible({
      timeout: DEPLOYMENT_MS,
    });

    await expectStatus(page, 'Succeeded');
    expect(listProcesses(wanted)).toEqual(candidates);
    const open = page.getByRole('link', {
      name: /^Open Checkout in Production/,
    });
    await expectAnswers(
      page,
      (await open.getAttribute('href'))!,
      '200 checkout 1.4.2',
    );
  });

  test('a cancelled deployment is taken back, and its process is gone', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    const wanted = {
      service: 'checkout',
      version: '1.4.0',
      environment: 'production',
    };
    await signInAs(page, 'Ana');
    await deploy(page, { ...wanted, environment: 'Production' });
    await expect(step(page, 'Watch')).toContainText('Running', {
      timeout: DEPLOYMENT_MS,
    });
    expect(listProcesses(wanted)).toHaveLength(1);

    await command(page, 'Cancel the deployment').click();
    await expect(page.getByRole('dialog')).toContainText('1.4.2');
    await confirm(page, 'Cancel the deployment');
    await expectStatus(page, 'Rolled back');
    await expect(page.getByRole('navigation', { name: 'Steps' })).toContainText(
      'The deployment was cancelled',
    );
    await expect.poll(() => listProcesses(wanted)).toEqual([]);

    await openService(page, 'checkout');
    await expectAnswers(
      page,
      await stableUrl(page, 'Production'),
      '200 checkout 1.4.2',
    );
    // What was cancelled was never deployed: going back proposes what served before 1.4.2.
    const card = environmentCard(page, 'Production');
    await expect(card.getByRole('alert')).toContainText('On hold');
    await card.getByRole('button', { name: 'Roll back Production…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByRole('button', { name: 'Roll back Production to 1.4.1' }),
    ).toBeEnabled();
    await dialog.getByRole('button', { name: 'Back', exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  test('money waits for a release manager, who is not the one who asked', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await deploy(page, {
      service: 'payments',
      version: '2.3.1',
      environment: 'Production',
      inputs: { 'Change ticket': 'CHG-1042' },
    });
    await expectStatus(page, 'Waiting');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await expect(why).toContainText('Money moves through this service');
    await expect(why).toContainText(
      'Can approve: Release managers (Carla Nilsson)',
    );
    await expect(why).toContainText('Only Release managers can approve this.');
    await expect(why.getByRole('button', { name: /^Approve/ })).toBeDisabled();
    await expect(
      why.getByRole('note', { name: /^Approve.*: not available\. / }),
    ).toBeVisible();

    // The step between is skipped by its condition, which opens nothing.
    await expect(step(page, 'Migrate the database')).toContainText('Skipped');
    await step(page, 'Canary').click();
    await expect(
      page.getByRole('region', { name: 'Step Canary' }),
    ).toContainText('Waiting for: Release approval');
    await expect(step(page, 'Canary')).toContainText('Not started');
    if (canSeeProcesses) {
      expect(
        listProcesses({
          service: 'payments',
          version: '2.3.1',
          environment: 'production',
        }),
      ).toEqual([]);
    }

    await switchTo(page, 'Carla');
    await why.getByRole('button', { name: /^Approve/ }).click();
    const ask = page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Reason' }).fill('Looked at it');
    await ask.getByRole('button', { name: /^Approve/ }).click();
    await expect(why).toBeHidden();
    await expect(page.getByRole('region', { name: 'Approvals' })).toContainText(
      'Approved by Carla Nilsson',
    );
    await expectStatus(page, 'Running');
    await expect(step(page, 'Canary')).toContainText('Succeeded', {
      timeout: DEPLOYMENT_MS,
    });
  });
});
