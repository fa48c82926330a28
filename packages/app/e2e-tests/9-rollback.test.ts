import { expect, test, type Page } from '@playwright/test';
import { appendFile } from 'node:fs/promises';
import { apiAs, type Api } from './api';
import {
  confirm,
  deploy,
  DEPLOYMENT_MS,
  environmentCard,
  expectStatus,
  openMenu,
  openService,
  stableUrl,
  step,
  visit,
  visitWhile,
} from './portal';
import {
  canSeeProcesses,
  loseWhatRuns,
  listProcesses,
  replaceWhatRuns,
  throughRestart,
} from './processes';
import { signInAs } from './signIn';

/** A file of the catalog, of a portal that scripts/e2e.mjs started. */
const catalogFile = process.env.SLIPWAY_E2E_CATALOG;
test.skip(!catalogFile, 'needs a portal whose catalog it may add to');

// Rolling back in each state of an environment; each part starts where the part before ended, so that none can be repeated.
test.describe.configure({
  mode: 'serial',
  timeout: 2 * DEPLOYMENT_MS,
  retries: 0,
});
test.use({ actionTimeout: 30_000 });

/** portal.yaml has its golden path and its versions. */
const SERVICE = 'rehearsal';
const REF = encodeURIComponent(`component:default/${SERVICE}`);
const COMPONENT = `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${SERVICE}
spec: { type: service, lifecycle: production, owner: team-catalog }
`;

type Environment = 'Production' | 'Development';

/** What runs in the environment serves everybody, and nothing else does. */
async function expectServed(page: Page, url: string, version: string) {
  expect(await visit(page, url)).toEqual({
    versions: { [version]: 50 },
    statuses: { 200: 50 },
  });
}

/** Deploys a version to environments, by their names, at the same time. */
async function succeed(api: Api, version: string, ...environments: string[]) {
  const { items } = await api('GET', `/services/${REF}/versions`);
  const { id: versionId } = items.find(
    (item: { name: string }) => item.name === version,
  );
  const ids: string[] = [];
  for (const environment of environments) {
    const service = `component:default/${SERVICE}`;
    const request = { service, environment, versionId };
    ids.push((await api('POST', '/deployments', request)).id);
  }
  for (const id of ids) {
    await expect
      .poll(async () => (await api('GET', `/deployments/${id}`)).status, {
        timeout: DEPLOYMENT_MS,
      })
      .toBe('succeeded');
  }
}

function rollbackButton(page: Page, environment: Environment) {
  return environmentCard(page, environment).getByRole('button', {
    name: `Roll back ${environment}…`,
  });
}

/** There is no button, and the menu says why. */
async function expectNoRollback(
  page: Page,
  environment: Environment,
  why: string,
) {
  await expect(environmentCard(page, environment)).toBeVisible();
  await expect(rollbackButton(page, environment)).toBeHidden();
  const menu = await openMenu(page, environment);
  const entry = menu.getByRole('menuitem', { name: 'Roll back…' });
  await expect(entry).toBeDisabled();
  await expect(entry).toContainText(why);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
}

/** Opens the dialog of the button on the environment's card. */
async function openRollback(page: Page, environment: Environment) {
  await rollbackButton(page, environment).click();
  return page.getByRole('dialog');
}

/** Confirms what the open dialog proposes: users are served all the time, by these two versions and no other. */
async function rollBack(
  page: Page,
  environment: Environment,
  { url, from, to }: { url: string; from: string; to: string },
) {
  const meanwhile = await visitWhile(page, url, async () => {
    await page
      .getByRole('dialog')
      .getByRole('button', {
        name: `Roll back ${environment} to ${to}`,
        exact: true,
      })
      .click();
    await expectStatus(page, 'Succeeded');
  });
  expect(Object.keys(meanwhile.statuses)).toEqual(['200']);
  expect(Object.keys(meanwhile.versions).sort()).toEqual([from, to].sort());
  await expectServed(page, url, to);
}

async function liftHold(page: Page, environment: Environment) {
  await openService(page, SERVICE);
  const card = environmentCard(page, environment);
  await card.getByRole('button', { name: 'Lift hold…' }).click();
  await confirm(page, 'Lift hold', 'The next version does not have it');
  await expect(card).not.toContainText('On hold');
}

test.describe('the button that rolls back', () => {
  test('is not there, and the menu says why, where nothing was ever deployed', async ({
    page,
  }) => {
    await appendFile(catalogFile!, COMPONENT);
    await signInAs(page, 'Ben');
    await expect(async () => {
      await page.goto(`/catalog/default/component/${SERVICE}/deployments`);
      await expect(environmentCard(page, 'Production')).toBeVisible({
        timeout: 5_000,
      });
    }).toPass({ timeout: 90_000 });
    for (const environment of ['Production', 'Development'] as const) {
      await expectNoRollback(
        page,
        environment,
        `Nothing has been deployed to ${environment} yet.`,
      );
      const menu = await openMenu(page, environment);
      await expect(menu.getByRole('menuitem', { name: /^Open/ })).toHaveCount(
        0,
      );
      await page.keyboard.press('Escape');
    }
  });

  test('is not there, and the menu says why, where only one version was ever deployed', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    await succeed(await apiAs('Ben'), '1.0.0', 'production', 'dev');
    await openService(page, SERVICE);
    await expectNoRollback(
      page,
      'Production',
      'No other version ran in Production before 1.0.0.',
    );
    await expectServed(page, await stableUrl(page, 'Production'), '1.0.0');
  });

  test('brings back the version before, where what runs is healthy', async ({
    page,
  }) => {
    const api = await apiAs('Ben');
    for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
      await succeed(api, version, 'production', 'dev');
    }
    await succeed(api, '1.4.0', 'production');
    await signInAs(page, 'Ben');
    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Production');
    await expectServed(page, url, '1.4.0');
    const dialog = await openRollback(page, 'Production');
    await expect(dialog.getByText('Ready to start.')).toBeVisible();
    await rollBack(page, 'Production', { url, from: '1.4.0', to: '1.3.0' });
  });

  test('cancels a deployment that waits for an approval, then brings back the version before what runs', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    await deploy(page, {
      service: SERVICE,
      version: '1.5.0',
      environment: 'Production',
    });
    await expectStatus(page, 'Waiting');
    const waiting = page.url();
    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Production');
    await expectServed(page, url, '1.3.0');
    const dialog = await openRollback(page, 'Production');
    await expect(dialog).toContainText(
      'The deployment of 1.5.0 has changed nothing yet. It is cancelled before the rollback starts.',
    );
    await rollBack(page, 'Production', { url, from: '1.3.0', to: '1.2.0' });
    await page.goto(waiting);
    await expectStatus(page, 'Cancelled');
  });

  test('rolls back the deployment that is under way, by its own command', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    await deploy(page, {
      service: SERVICE,
      version: '1.6.0',
      environment: 'Production',
    });
    await expect(step(page, 'Linger')).toContainText('Running', {
      timeout: DEPLOYMENT_MS,
    });
    const underWay = page.url();
    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Production');
    const before = await visit(page, url);
    expect(before.statuses).toEqual({ 200: 50 });
    expect(Object.keys(before.versions).sort()).toEqual(['1.2.0', '1.6.0']);

    const dialog = await openRollback(page, 'Production');
    await expect(dialog).toContainText('1.2.0');
    const meanwhile = await visitWhile(page, url, async () => {
      await confirm(page, 'Roll back to 1.2.0');
      await page.goto(underWay);
      await expectStatus(page, 'Rolled back');
    });
    expect(Object.keys(meanwhile.statuses)).toEqual(['200']);
    await expectServed(page, url, '1.2.0');
    await expect(page.getByRole('navigation', { name: 'Steps' })).toContainText(
      'A person requested it',
    );
  });

  for (const { version, when, retire, runs, before } of [
    {
      version: '2.0.0',
      when: 'a canary was rolled back automatically',
      retire: 'Not started',
      runs: '1.2.0',
      before: '1.1.0',
    },
    {
      version: '3.0.0',
      when: 'a version was rolled back automatically although the old one had been stopped already',
      retire: 'Succeeded',
      runs: '1.1.0',
      before: '1.0.0',
    },
  ]) {
    test(`brings back the version before what runs, after ${when}`, async ({
      page,
    }) => {
      await signInAs(page, 'Ben');
      await liftHold(page, 'Production');
      await deploy(page, {
        service: SERVICE,
        version,
        environment: 'Production',
      });
      await expectStatus(page, 'Rolled back');
      await expect(step(page, 'Retire')).toContainText(retire);
      await openService(page, SERVICE);
      await expect(
        environmentCard(page, 'Production').getByRole('alert'),
      ).toContainText(`On hold: The deployment of ${version} was rolled back`);
      const url = await stableUrl(page, 'Production');
      await expectServed(page, url, runs);
      await openRollback(page, 'Production');
      await rollBack(page, 'Production', { url, from: runs, to: before });
    });
  }

  test('queues the rollback while the target does not answer, and the rollback starts when it answers again', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    const wanted = { service: SERVICE, version: '1.3.0', environment: 'dev' };
    await signInAs(page, 'Ben');
    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Development');
    await expectServed(page, url, '1.3.0');
    const before = listProcesses(wanted);
    expect(before).toHaveLength(1);

    const { repair } = await throughRestart(() => loseWhatRuns(SERVICE, 'dev'));
    await openService(page, SERVICE);
    expect(listProcesses(wanted)).toEqual(before);
    const dialog = await openRollback(page, 'Development');
    await expect(dialog.getByRole('list', { name: 'Blockers' })).toContainText(
      /The running version in Development could not be read: The stored state of component:default\/rehearsal in dev cannot be read: .*Slipway tries again every 30\ss\./,
    );
    await dialog
      .getByRole('button', { name: 'Queue rollback of Development to 1.2.0' })
      .click();
    await expectStatus(page, 'Queued');
    await expect(page.getByRole('main')).toContainText(
      'The running version in Development could not be read',
    );
    expect(listProcesses(wanted)).toEqual(before);

    await throughRestart(repair);
    await expectStatus(page, 'Succeeded');
    await expectServed(page, url, '1.2.0');
    await expect.poll(() => listProcesses(wanted)).toEqual([]);
  });

  test('skips a version in quarantine and says why, then brings back the one before it', async ({
    page,
  }) => {
    await signInAs(page, 'Ben');
    const api = await apiAs('Ben');
    const { environments } = await api('GET', `/services/${REF}/overview`);
    const { rollback } = environments.find(
      (state: { environment: { name: string } }) =>
        state.environment.name === 'dev',
    );
    expect(rollback.target.name).toBe('1.1.0');
    await api(
      'PUT',
      `/services/${REF}/versions/${rollback.target.id}/quarantine`,
      { reason: 'It loses orders' },
    );

    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Development');
    await expectServed(page, url, '1.2.0');
    const dialog = await openRollback(page, 'Development');
    await dialog
      .getByRole('button', { name: /Version to roll back to/ })
      .click();
    const refused = page.getByRole('option', { name: /1\.1\.0/ });
    await expect(refused).toContainText('It is quarantined: It loses orders');
    await expect(refused).toBeDisabled();
    const proposed = page.getByRole('option', { name: /1\.0\.0/ });
    await expect(proposed).toContainText('suggested');
    await proposed.click();
    await rollBack(page, 'Development', { url, from: '1.2.0', to: '1.0.0' });
  });

  test('replaces a version that somebody started by hand, after the dialog said so', async ({
    page,
  }) => {
    test.skip(!canSeeProcesses, 'Looks at processes under /proc');
    await signInAs(page, 'Ben');
    await openService(page, SERVICE);
    const url = await stableUrl(page, 'Development');
    await throughRestart(() =>
      replaceWhatRuns(
        { service: SERVICE, version: '1.0.0', environment: 'dev' },
        '1.2.0',
      ),
    );
    await openService(page, SERVICE);
    await expect(environmentCard(page, 'Development')).toContainText(
      '1.0.0 should run here, but 1.2.0 does',
      { timeout: DEPLOYMENT_MS },
    );
    await expectServed(page, url, '1.2.0');
    const dialog = await openRollback(page, 'Development');
    await expect(dialog).toContainText(
      '1.0.0 should run here, but 1.2.0 does. Rolling back overwrites it.',
    );
    await rollBack(page, 'Development', { url, from: '1.2.0', to: '1.0.0' });
    await openService(page, SERVICE);
    await expect(environmentCard(page, 'Development')).not.toContainText(
      'Drift:',
    );
  });
});
