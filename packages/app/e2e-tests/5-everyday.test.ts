import { expect, test, type Page } from '@playwright/test';
import {
  chooseFromMenu,
  chooseVersion,
  confirm,
  deploy,
  deployButton,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  openDialog,
  openService,
  step,
  titleOfDeployment,
} from './portal';
import { canSeeProcesses, listProcesses, replaceWhatRuns } from './processes';
import { signInAs, switchTo } from './signIn';

// What the tour leaves out. Inventory is the quickest to deploy; its parts go on from each other.
test.describe.configure({ mode: 'serial', timeout: 2 * DEPLOYMENT_MS });
test.use({ actionTimeout: 30_000 });

const INVENTORY = { service: 'inventory', environment: 'Development' };

/** Asks for what the open dialog offers; ends on the deployment's page. */
async function submit(page: Page, label: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test.describe('every day', () => {
  test('what was deployed is rolled back to the last known good version', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    for (const version of ['0.12.0', '0.12.1']) {
      await deploy(page, { ...INVENTORY, version });
      await expectStatus(page, 'Succeeded');
      // Backstage puts the number of unread notifications before it.
      await expect(page).toHaveTitle(
        /Succeeded: Inventory 0\.12\.\d → Development \| Slipway$/,
      );
    }
    await openService(page, 'inventory');
    if (canSeeProcesses) {
      expect(
        listProcesses({
          service: 'inventory',
          version: '0.12.1',
          environment: 'dev',
        }),
      ).toHaveLength(1);
    }
    await environmentCard(page, 'Development')
      .getByRole('button', { name: 'Roll back Development…' })
      .click();
    await submit(page, 'Roll back Development to 0.12.0');
    await expectStatus(page, 'Succeeded');
    if (canSeeProcesses) {
      const running = (version: string) =>
        listProcesses({ service: 'inventory', version, environment: 'dev' });
      await expect.poll(() => running('0.12.0').length).toBe(1);
      await expect.poll(() => running('0.12.1').length).toBe(0);
    }
    await expect(
      page.getByRole('link', { name: 'Show the reverted deployment' }),
    ).toBeVisible();

    await openService(page, 'inventory');
    await expect(
      environmentCard(page, 'Development')
        .getByText('0.12.0', { exact: true })
        .first(),
    ).toBeVisible();
  });

  test('a restart starts the same version again in a new process', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    const running = () =>
      listProcesses({
        service: 'inventory',
        version: '0.12.0',
        environment: 'dev',
      });
    const before = running();
    expect(before).toHaveLength(1);
    await signInAs(page, 'Ben');
    await openService(page, 'inventory');
    await chooseFromMenu(page, 'Development', 'Restart…');
    await submit(page, 'Restart 0.12.0 in Development');
    await expectStatus(page, 'Succeeded');
    await expect.poll(running).toHaveLength(1);
    expect(running()).not.toEqual(before);

    // What was rolled back once is not proposed, but a person may choose it.
    await openService(page, 'inventory');
    await environmentCard(page, 'Development')
      .getByRole('button', { name: 'Roll back Development…' })
      .click();
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByRole('button', { name: /^Roll back/ }),
    ).toBeDisabled();
    await dialog
      .getByRole('button', { name: /Version to roll back to/ })
      .click();
    const option = page.getByRole('option', { name: /0\.12\.1/ });
    await expect(option).toContainText('rolled back later');
    await option.click();
    await expect(
      dialog.getByRole('button', { name: 'Roll back Development to 0.12.1' }),
    ).toBeEnabled();
  });

  test('what runs without having been deployed from here is told, kept out of the way, and decided about', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    await signInAs(page, 'Ben');
    await openService(page, 'inventory');
    replaceWhatRuns(
      { service: 'inventory', version: '0.12.0', environment: 'dev' },
      '0.12.1',
    );
    const card = environmentCard(page, 'Development');
    await expect(card.getByText('Drift:')).toBeVisible({
      timeout: DEPLOYMENT_MS,
    });
    await expect(card).toContainText('0.12.0 should run here, but 0.12.1 does');

    const dialog = await openDialog(page, 'Development');
    await chooseVersion(page, dialog, '0.12.1');
    await expect(dialog.getByRole('list', { name: 'Blockers' })).toContainText(
      '0.12.0 should run here, but 0.12.1 does',
    );
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(dialog).toBeHidden();
    await expect(card).toContainText('To adopt the running version');

    await switchTo(page, 'Dmitri');
    await openService(page, 'inventory');
    await card.getByRole('button', { name: 'Adopt running version…' }).click();
    await expect(page.getByRole('dialog')).toContainText('Nothing is deployed');
    await confirm(
      page,
      'Adopt version',
      'Put there by hand while the portal was away',
    );
    await expect(card.getByText('Drift:')).toBeHidden();
    await expect(
      card.getByText('0.12.1', { exact: true }).first(),
    ).toBeVisible();
  });

  test('what is removed is gone, after a reason was given', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    await openService(page, 'inventory');
    await chooseFromMenu(page, 'Development', 'Remove…');
    const dialog = page.getByRole('dialog');
    const label = 'Remove Inventory from Development';
    await expect(
      dialog.getByRole('region', { name: 'What will happen' }),
    ).toBeVisible();
    await expect(dialog.getByRole('button', { name: label })).toBeDisabled();
    await dialog
      .getByRole('textbox', { name: 'Reason' })
      .fill('Nobody develops it any more');
    await submit(page, label);
    await expectStatus(page, 'Succeeded');
    await openService(page, 'inventory');
    await expect(
      environmentCard(page, 'Development').getByText('Nothing deployed'),
    ).toBeVisible();
    if (canSeeProcesses) {
      await expect
        .poll(() =>
          listProcesses({
            service: 'inventory',
            version: '0.12.1',
            environment: 'dev',
          }),
        )
        .toEqual([]);
    }
  });

  test('a check with too few requests is for a person to decide about', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    await deploy(page, {
      service: 'catalog-api',
      version: '3.8.0',
      environment: 'Development',
    });
    await expectStatus(page, 'Waiting');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await expect(why).toContainText('no clear verdict');
    await expect(why).toContainText(
      'of the 100000 samples that the check needs',
    );
    await why
      .getByRole('button', { name: 'Continue without “Verify”' })
      .click();
    const ask = page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Reason' }).fill('Looked at it');
    await ask
      .getByRole('button', { name: 'Continue without “Verify”' })
      .click();
    await expect(why).toBeHidden();
    await expect(step(page, 'Verify')).toContainText('Overridden by a person');
    await expectStatus(page, 'Succeeded');
  });

  test('a golden path asks for its inputs, and a migration that fails is for a person to decide about', async ({
    page,
  }) => {
    await signInAs(page, 'Ana');
    await openService(page, 'payments');
    const dialog = await openDialog(page, 'Development');
    await chooseVersion(page, dialog, '2.5.0');
    const plan = dialog.getByRole('region', { name: 'What will happen' });
    await expect(plan).toContainText('Fill in what is still needed above');
    await expect(plan).toContainText("can't be undone");
    const press = deployButton(dialog, '2.5.0', 'Development');
    await expect(press).toBeDisabled();
    const ticket = dialog.getByRole('textbox', { name: 'Change ticket' });
    await ticket.fill('1042');
    await ticket.blur();
    await expect(dialog).toContainText("Doesn't match the required format");
    await expect(press).toBeDisabled();
    await ticket.fill('CHG-1042');
    await press.click();
    await expect(titleOfDeployment(page, '2.5.0', 'Development')).toBeVisible();

    await expectStatus(page, 'Waiting');
    const why = page.getByRole('region', { name: "Why it's waiting" });
    await expect(why).toContainText('could not create unique index');
    await expect(step(page, 'Canary')).toContainText('Not started');
  });
});
