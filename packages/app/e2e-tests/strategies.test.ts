import { expect, test, type Browser, type Page } from '@playwright/test';
import { apiAs } from './api';
import { deploy, DEPLOYMENT_MS, expectStatus, step } from './portal';
import { signInAs, type Person } from './signIn';
import { sendVisitors, visitInTurn, type Visit } from './visitors';

// The demo's own golden paths with its own versions. Each part starts where the part before ended, so that none can be repeated.
test.describe.configure({
  mode: 'serial',
  timeout: 2 * DEPLOYMENT_MS,
  retries: 0,
});
test.use({ actionTimeout: 30_000 });

/** A service whose golden path has the strategy. */
interface Rollout {
  service: string;
  /** Somebody of the team that owns the service. */
  person: Person;
  /** The version before. */
  baseline: string;
  good: string;
  bad: string;
}

const ROLLING: Rollout = {
  service: 'inventory',
  person: 'Ben',
  baseline: '0.12.0',
  good: '0.12.1',
  bad: '0.13.0',
};
const BLUE_GREEN: Rollout = {
  service: 'storefront',
  person: 'Carla',
  baseline: '5.1.0',
  good: '5.1.1',
  bad: '5.3.0',
};
const CANARY: Rollout = {
  service: 'catalog-api',
  person: 'Ben',
  baseline: '3.8.1',
  good: '3.9.1',
  bad: '3.10.0',
};
const SHADOW: Rollout = {
  service: 'recommendations',
  person: 'Carla',
  baseline: '1.0.0',
  good: '1.0.1',
  bad: '1.1.0',
};

const VISITORS_PER_SECOND = 60;
/** As in app-config.yaml: how many requests the hard limit of failed requests needs. */
const MINIMUM_SAMPLES = 20;
/** As in app-config.yaml: how many of Inventory's instances are ready at any time. */
const READY_INSTANCES = 3;
/** Enough that each ready instance responds to some of them. */
const VISITS_IN_A_ROW = 60;

/** The stable URL of each service. */
const urls = new Map<string, string>();

async function deployBaseline({ service, person, baseline }: Rollout) {
  const api = await apiAs(person);
  const ref = `component:default/${service}`;
  const path = `/services/${encodeURIComponent(ref)}`;
  const { items } = await api('GET', `${path}/versions`);
  const { id: versionId } = items.find(
    ({ name }: { name: string }) => name === baseline,
  );
  const request = { service: ref, environment: 'production', versionId };
  const { id } = await api('POST', '/deployments', request);
  await expect
    .poll(async () => (await api('GET', `/deployments/${id}`)).status, {
      timeout: DEPLOYMENT_MS,
    })
    .toBe('succeeded');
  const { environments } = await api('GET', `${path}/overview`);
  const { url } = environments.find(
    (item: { environment: { name: string } }) =>
      item.environment.name === 'production',
  );
  urls.set(service, url);
}

/** Deploys a version as the service's team does it. Returns what visitors got until the deployment ended. */
async function deployAmongVisitors(
  page: Page,
  { service, person }: Rollout,
  version: string,
  status: string,
): Promise<readonly Visit[]> {
  await signInAs(page, person);
  const visitors = sendVisitors(urls.get(service)!, VISITORS_PER_SECOND);
  try {
    await deploy(page, { service, version, environment: 'Production' });
    await expectStatus(page, status);
  } finally {
    await visitors.stop();
  }
  return visitors.visits;
}

/** Does the same for several services at the same time, each in a browser window of its own. */
async function inWindows<T>(
  browser: Browser,
  works: ((page: Page) => Promise<T>)[],
): Promise<T[]> {
  const contexts = await Promise.all(works.map(() => browser.newContext()));
  try {
    return await Promise.all(
      works.map(async (work, index) => work(await contexts[index]!.newPage())),
    );
  } finally {
    await Promise.all(contexts.map(context => context.close()));
  }
}

/** Each status with the version that responded, e.g. `200 1.0.0`. */
function listResponses(visits: readonly Visit[]): string[] {
  const responses = visits.map(({ status, version }) => `${status} ${version}`);
  return [...new Set(responses)].sort();
}

/** All users get one version, and no errors. */
async function expectServed({ service }: Rollout, version: string) {
  expect(await visitInTurn(urls.get(service)!, 50)).toEqual([`200 ${version}`]);
}

/** Nobody who asked after a version first responded got another one. */
function expectSwitchedAtOnce(visits: readonly Visit[], version: string) {
  const first = visits.find(visit => visit.version === version)!;
  const later = visits.filter(({ sentAt }) => sentAt > first.at);
  expect(listResponses(later)).toEqual([`200 ${version}`]);
}

/** The fewest instances that responded to some visitors in a row. */
function countFewestInstances(visits: readonly Visit[]): number {
  const counts = visits.slice(0, 1 - VISITS_IN_A_ROW).map((_, index) => {
    const row = visits.slice(index, index + VISITS_IN_A_ROW);
    return new Set(row.map(({ instance }) => instance)).size;
  });
  return Math.min(...counts);
}

/** The deployment that a page shows, of the API. */
async function readDeployment(page: Page, { person }: Rollout) {
  const api = await apiAs(person);
  return api('GET', new URL(page.url()).pathname);
}

/** When a step of the shown deployment ended, in epoch milliseconds. */
async function findEnd(page: Page, rollout: Rollout, stepId: string) {
  const { steps } = await readDeployment(page, rollout);
  const { finishedAt } = steps.find(({ id }: { id: string }) => id === stepId);
  return Date.parse(finishedAt);
}

/** The share of the visits that the canary got from one share of the traffic to another, in percent; from 0 to 1. */
async function measureShare(
  page: Page,
  visits: readonly Visit[],
  weights: [from: number, to: number],
): Promise<number> {
  const { trafficHistory } = await readDeployment(page, CANARY);
  const [from, to] = weights.map(wanted => {
    const shift = trafficHistory.find(
      ({ weight }: { weight: number }) => weight === wanted,
    );
    return Date.parse(shift.at);
  });
  const during = visits.filter(({ at }) => at >= from! && at < to!);
  const moved = during.filter(({ version }) => version === CANARY.good);
  return moved.length / during.length;
}

/** The page says why the deployment was rolled back, and in which step. */
async function expectCause(page: Page, title: string, cause: string | RegExp) {
  await step(page, title).click();
  await expect(step(page, title)).toContainText('Failed');
  await expect(
    page.getByRole('alert').filter({ hasText: cause }).first(),
  ).toBeVisible();
}

test.beforeAll(async () => {
  test.setTimeout(DEPLOYMENT_MS);
  const rollouts = [ROLLING, BLUE_GREEN, CANARY, SHADOW];
  await Promise.all(rollouts.map(deployBaseline));
});

test('a good version reaches all users without a failed request, by each strategy', async ({
  browser,
}) => {
  const bringUp = async (page: Page, rollout: Rollout) => {
    const { baseline, good } = rollout;
    const visits = await deployAmongVisitors(page, rollout, good, 'Succeeded');
    expect(listResponses(visits)).toEqual([`200 ${baseline}`, `200 ${good}`]);
    await expectServed(rollout, good);
    const first = visits.find(({ version }) => version === good)!;
    return { visits, firstAt: first.at };
  };
  await inWindows(browser, [
    async page => {
      const { visits } = await bringUp(page, ROLLING);
      expect(countFewestInstances(visits)).toBeGreaterThanOrEqual(
        READY_INSTANCES,
      );
    },
    async page => {
      const { visits, firstAt } = await bringUp(page, BLUE_GREEN);
      expect(firstAt).toBeGreaterThan(await findEnd(page, BLUE_GREEN, 'smoke'));
      expectSwitchedAtOnce(visits, BLUE_GREEN.good);
    },
    async page => {
      const { visits } = await bringUp(page, CANARY);
      expect(await measureShare(page, visits, [10, 50])).toBeLessThan(0.2);
      expect(await measureShare(page, visits, [50, 100])).toBeGreaterThan(0.3);
      await step(page, 'Rollout').click();
      await expect(
        page.getByRole('region', { name: /^Analysis: / }),
      ).toContainText(
        `Passed: ${CANARY.good} is not meaningfully worse than ${CANARY.baseline}.`,
      );
    },
    async page => {
      const { visits, firstAt } = await bringUp(page, SHADOW);
      expect(firstAt).toBeGreaterThan(await findEnd(page, SHADOW, 'compare'));
      expectSwitchedAtOnce(visits, SHADOW.good);
      await step(page, 'Compare').click();
      await expect(page.locator('main')).toContainText(
        /The body differs in 0 of \d+ responses/,
      );
    },
  ]);
});

test('no user gets a bad version by rolling, blue-green or shadow', async ({
  browser,
}) => {
  const hold = async (page: Page, rollout: Rollout) => {
    const { good, bad } = rollout;
    const visits = await deployAmongVisitors(page, rollout, bad, 'Rolled back');
    expect(listResponses(visits)).toEqual([`200 ${good}`]);
    await expectServed(rollout, good);
    return visits;
  };
  await inWindows(browser, [
    async page => {
      const visits = await hold(page, ROLLING);
      // The first batch was the last.
      expect(countFewestInstances(visits)).toBeGreaterThanOrEqual(
        READY_INSTANCES,
      );
      await expectCause(
        page,
        'Deploy',
        `Version ${ROLLING.bad} exited with code 1 before it was ready`,
      );
    },
    async page => {
      await hold(page, BLUE_GREEN);
      await expectCause(
        page,
        'Smoke',
        /Pages failed.*: the status was 500 instead of 200/,
      );
    },
    async page => {
      await hold(page, SHADOW);
      await expectCause(
        page,
        'Compare',
        /The body differs in (\d+) of \1 responses/,
      );
    },
  ]);
});

test('a bad canary is rolled back, and nine of ten users never notice it', async ({
  page,
}) => {
  const { good, bad } = CANARY;
  const visits = await deployAmongVisitors(page, CANARY, bad, 'Rolled back');
  const toBad = visits.filter(({ version }) => version === bad);
  const others = visits.filter(({ version }) => version !== bad);
  expect(listResponses(others)).toEqual([`200 ${good}`]);
  await expectServed(CANARY, good);
  // The requests of the made-up visitors count among the samples, too.
  expect(toBad.length).toBeGreaterThanOrEqual(MINIMUM_SAMPLES / 2);
  const [first, last] = [toBad[0]!, toBad[toBad.length - 1]!];
  const during = visits.filter(({ at }) => at >= first.at && at <= last.at);
  expect(toBad.length / during.length).toBeLessThan(0.2);
  const failed = toBad.filter(({ status }) => status !== 200);
  const enough = Math.min(MINIMUM_SAMPLES, toBad.length);
  test.info().annotations.push({
    type: 'figures',
    description: `${toBad.length} of ${
      during.length
    } requests went to ${bad}, ${
      failed.length
    } of them failed; the last one came ${
      last.at - toBad[enough - 1]!.at
    } ms after number ${enough}`,
  });
  await expectCause(
    page,
    'Rollout',
    `“Failed requests”: ${bad} exceeded the limit of 10 %`,
  );
});
