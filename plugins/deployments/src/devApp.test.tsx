import type {
  DeploymentSummary,
  DoraMetrics,
  DoraRows,
  LogLine,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import { createMockFetch } from '../dev/createMockFetch';
import { SCENARIOS } from '../dev/scenarios';
import { BASE_URL } from './__testUtils__/handlers';
import { renderApp } from './__testUtils__/renderApp';

jest.setTimeout(90_000);

/** What each scenario of `yarn start` has to show on a page. */
const SHOWN: [scenario: string, path: string, text: RegExp][] = [
  ['full', '/deployments/services', /checkout.*1\.4\.1.*Running 1\.4\.2/],
  ['full', '/deployments/activity', /Running1\.4\.2/],
  ['full', '/deployments/needs-you', /Approve/],
  ['full', '/deployments/drift', /3\.4\.1/],
  ['full', '/deployments/dora', /Change fail rate/],
  ['full', '/deployments/admin', /portal-1/],
  ['full', '/deployments/d1', /Canary 10 %/],
  ['empty', '/deployments/services', /No service has a golden path yet/],
  ['empty', '/deployments/activity', /hasn't deployed anything here yet/],
  ['empty', '/deployments/dora', /No deployments in this range/],
  ['empty', '/deployments/compare', /No service has a golden path yet/],
  ['long', '/deployments/services', /marketplaces-40/],
  ['long', '/deployments/activity', /release-candidate/],
  ['long', '/deployments/d1', /Step 24/],
  ['long', '/deployments/dora', /64 of n\s=\s448/],
  ['long', '/deployments/admin', /marketplaces-36/],
  ['error', '/deployments/services', /does not respond.*Try again/s],
  ['error', '/deployments/activity', /does not respond.*Try again/s],
  ['error', '/deployments/compare', /does not respond.*Try again/s],
  ['error', '/deployments/admin', /does not respond.*Try again/s],
  ['error', '/deployments/d1', /The database does not respond/],
  ['empty', '/deployments/needs-you', /Nothing waits for you/],
];

function show(scenario: string, path: string) {
  const { fetch } = createMockFetch(SCENARIOS[scenario]());
  renderApp(path, [], { fetch });
}

describe('the development app', () => {
  it.each(SHOWN)(
    'shows with the data “%s” on %s: %s',
    async (name, path, text) => {
      show(name, path);
      await waitFor(() => expect(document.body).toHaveTextContent(text), {
        timeout: 60_000,
        onTimeout: error => new Error(error.message.split('Ignored nodes')[0]),
      });
      expect(document.body).not.toHaveTextContent('No mock for');
    },
  );

  it.each([
    ['d1', ['“Watch” started', '“Canary 10 %” succeeded']],
    ['d2', ['“Release approval” is waiting: 0 of 1 approval']],
    ['d4', ['Succeeded: 3.4.2 is running', '“All traffic” succeeded']],
    ['d5', ['Failed: 3.4.1 is still running', '“Canary 10 %” failed']],
    ['d9', ['Rolled back: 2.4.0 is running again', 'Rolling back to 2.4.0']],
  ])('shows for %s the events of its own outcome: %s', async (id, expected) => {
    show('full', `/deployments/${id}`);
    const timeline = await screen.findByRole('region', { name: 'Timeline' });
    const last = await within(timeline).findAllByRole('listitem');
    expect(last.slice(0, 2).map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(
        expected.map(text => expect.stringContaining(text)),
      ),
    );
  });

  it('shows for each deployment the log of its own version and outcome', async () => {
    const read = async (id: string) => {
      const { fetch } = createMockFetch(SCENARIOS.full());
      const response = await fetch(`${BASE_URL}/deployments/${id}/logs`);
      const { items } = (await response.json()) as { items: LogLine[] };
      return items.map(({ line }) => line);
    };
    const [running, waiting, failed] = await Promise.all(
      ['d1', 'd2', 'd5'].map(read),
    );
    expect(running).toContain('1.4.2: check the candidate for 10 min');
    expect(waiting).toEqual([]);
    expect(failed.at(-1)).toBe('The registry has no such image');
  });

  it('plans a promotion from the version that is running', async () => {
    const { fetch } = createMockFetch(SCENARIOS.full());
    const response = await fetch(`${BASE_URL}/deployments/plan`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        service: 'component:default/invoices',
        environment: 'production',
        versionId: 'component:default/invoices@5.4.2',
      }),
    });
    expect(await response.json()).toMatchObject({
      canStart: true,
      version: { name: '5.4.2' },
      baseline: { name: '5.4.1' },
      steps: [
        { title: 'Release approval', status: 'pending' },
        { title: 'Canary 10 %' },
        { title: 'Watch' },
        { title: 'All traffic' },
      ],
    });
  });

  it('shows a replica without deployments with the data “empty”', async () => {
    show('empty', '/deployments/admin');
    const replicas = await screen.findByRole('table', { name: 'Replicas' });
    const [, ...rows] = within(replicas).getAllByRole('row');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveTextContent(/portal-1Alive0/);
    expect(screen.getByText('Running now').parentElement).not.toHaveTextContent(
      'Watch',
    );
  });

  it('counts in the delivery metrics what it lists, up to today', async () => {
    const { fetch } = createMockFetch(SCENARIOS.full());
    const load = async <T,>(path: string) =>
      (await (await fetch(`${BASE_URL}/dora/metrics${path}`)).json()) as T;
    const metrics = await load<DoraMetrics>('');
    expect(Date.parse(metrics.to)).toBeGreaterThan(Date.now());
    for (const { metric, n, excluded } of metrics.cards) {
      const { items } = await load<DoraRows>(`/${metric}/rows`);
      expect(items.filter(({ counted }) => counted)).toHaveLength(n);
      expect(items.filter(({ counted }) => !counted)).toHaveLength(
        excluded.reduce((sum, { count }) => sum + count, 0),
      );
      const periods = metrics.trend.flatMap(({ values }) => values);
      expect(
        periods
          .filter(value => value.metric === metric)
          .reduce((sum, value) => sum + value.n, 0),
      ).toBe(n);
      expect(n).toBeGreaterThan(0);
    }
  });

  it('shows as running what the newest succeeded deployments brought', async () => {
    const { fetch } = createMockFetch(SCENARIOS.full());
    const load = async <T,>(path: string) =>
      ((await (await fetch(BASE_URL + path)).json()) as { items: T[] }).items;
    const services = await load<ServiceOverview>('/services');
    const deployments = await load<DeploymentSummary>('/deployments');
    const states = services.flatMap(({ service, environments }) =>
      environments.map(state => ({ ref: service.entityRef, state })),
    );
    for (const { ref, state } of states) {
      const newest = deployments.find(
        ({ service, environment, status }) =>
          service === ref &&
          environment === state.environment.name &&
          status === 'succeeded',
      );
      expect(state.current?.deploymentId).toBe(newest?.id);
      expect(state.current?.version).toEqual(newest?.version);
      expect(state.current?.since).toBe(newest?.finishedAt);
    }
  });

  it('shows with the data “loading” that it loads', async () => {
    show('loading', '/deployments/services');
    expect(await screen.findByRole('progressbar')).toBeVisible();
  });
});
