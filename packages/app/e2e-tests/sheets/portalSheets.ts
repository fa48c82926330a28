import { test, type Browser, type Page } from '@playwright/test';
import { resolve } from 'node:path';
import { environmentCard } from '../portal';
import type { Person } from '../signIn';
import {
  expectDeployment,
  expectStep,
  findDeployment,
  findVersion,
  request,
} from './demoDeployments';
import { fillPortal } from './fillPortal';
import { measureTask, storeResults, type TaskResult } from './measureTask';
import { closeViewers, openViewers, takeSheet, type Sheet } from './takeSheet';
import { TASKS } from './tasks';

const SHEETS = resolve(__dirname, '../../../../docs/images/portal');

/** Whether the portal is as it was `before` a change, or as it is `after` it. */
const STATE = process.env.SLIPWAY_SHEETS ?? 'after';

// Each test needs the state that the previous one left.
test.describe.configure({ mode: 'serial', retries: 0 });
test.use({ actionTimeout: 60_000 });

/** Takes sheets of what a person sees. */
async function takeSheets(browser: Browser, person: Person, sheets: Sheet[]) {
  const viewers = await openViewers(browser, person);
  for (const sheet of sheets) {
    await takeSheet(viewers, sheet, `${SHEETS}/${sheet.name}.${STATE}.png`);
  }
  await closeViewers(viewers);
}

const CHECKOUT = {
  path: '/catalog/default/component/checkout',
  service: 'checkout',
  environment: 'production',
};

const findTimeline = (page: Page) =>
  page.getByRole('heading', { name: 'Timeline' });

test('a portal in the middle of a working day', async () => {
  await fillPortal();
});

test('pages of what has ended', async ({ browser }) => {
  const rolledBack = await findDeployment({ ...CHECKOUT, version: '1.5.0' });
  const canary = await findDeployment({
    service: 'catalog-api',
    environment: 'production',
    version: '3.10.0',
  });
  const versionId = await findVersion('checkout', '1.4.2');
  await takeSheets(browser, 'Ana', [
    {
      name: 'overview',
      path: CHECKOUT.path,
      findContent: page =>
        page
          .getByRole('table', { name: 'Deployments' })
          .getByRole('row')
          .nth(3),
    },
    {
      name: 'dialog',
      path: `${CHECKOUT.path}/deployments?deploy=production&version=${versionId}`,
      findContent: page =>
        page.getByRole('button', { name: 'Deploy 1.4.2 to Production' }),
      screenOnly: true,
    },
    {
      name: 'rolled-back',
      path: `/deployments/${rolledBack}`,
      findContent: findTimeline,
    },
    {
      name: 'canary',
      path: `/deployments/${canary}`,
      findContent: page =>
        page.getByRole('button', { name: 'Failed requests' }),
    },
    {
      name: 'dora',
      path: `/deployments/dora?team=${encodeURIComponent(
        'group:default/team-checkout',
      )}`,
      findContent: page =>
        page
          .getByRole('region', { name: 'Change lead time', exact: true })
          .getByText(/n = \d+/),
    },
  ]);
});

test('pages of what waits for a person', async ({ browser }) => {
  const waiting = await findDeployment({
    service: 'payments',
    environment: 'production',
    version: '2.3.1',
  });
  await takeSheets(browser, 'Carla', [
    {
      name: 'waiting',
      path: `/deployments/${waiting}`,
      findContent: page =>
        page.getByRole('heading', { name: 'Payments 2.3.1 → Production' }),
    },
    {
      name: 'approvals',
      path: '/deployments/needs-you',
      findContent: page =>
        page.getByRole('article', { name: 'Payments 2.3.1 → Production' }),
    },
  ]);
});

test('pages of what is under way', async ({ browser }) => {
  const viewers = await openViewers(browser, 'Ana');
  const id = await request({
    ...CHECKOUT,
    person: 'Ana',
    version: '1.4.2',
    reason: 'Delivery days by postcode',
  });
  await expectStep(id, 'watch', 'running');
  for (const sheet of [
    {
      name: 'service',
      path: `${CHECKOUT.path}/deployments`,
      findContent: (page: Page) =>
        environmentCard(page, 'Production').getByRole('link', {
          name: 'Open the deployment of 1.4.2',
        }),
    },
    {
      name: 'running',
      path: `/deployments/${id}`,
      findContent: (page: Page) =>
        page
          .getByRole('region', { name: 'availability', exact: true })
          .getByText(/^([3-9]|\d\d) measured values/),
    },
  ]) {
    await takeSheet(viewers, sheet, `${SHEETS}/${sheet.name}.${STATE}.png`);
  }
  await closeViewers(viewers);
  await expectDeployment(id, 'succeeded');
});

test('pages of everything', async ({ browser }) => {
  // It compares both versions for two minutes.
  const id = await request({
    person: 'Carla',
    service: 'recommendations',
    environment: 'production',
    version: '1.0.1',
    reason: 'Cached recommendations',
  });
  await expectStep(id, 'compare', 'running');
  await takeSheets(browser, 'Ana', [
    {
      name: 'services',
      path: '/deployments',
      findContent: page =>
        page.getByRole('link', { name: 'Running 1.0.1' }).first(),
    },
    {
      name: 'activity',
      path: '/deployments/activity',
      findContent: page => page.getByText('Running', { exact: true }).first(),
    },
    {
      name: 'home',
      path: '/home',
      findContent: page => page.getByText('Deployment rework rate'),
    },
  ]);
  // The engine is for those who run the portal.
  await takeSheets(browser, 'Dmitri', [
    {
      name: 'admin',
      path: '/deployments/admin',
      findContent: page => page.getByRole('region', { name: 'Replicas' }),
    },
  ]);
  await expectDeployment(id, 'succeeded');
});

test('everyday tasks', async ({ browser }) => {
  const results: TaskResult[] = [];
  for (const task of TASKS) {
    results.push(await test.step(task.name, () => measureTask(browser, task)));
  }
  await storeResults(`${SHEETS}/tasks.json`, STATE, results);
});
