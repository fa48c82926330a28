import { screen, waitFor } from '@testing-library/react';
import { createMockFetch } from '../dev/createMockFetch';
import { SCENARIOS } from '../dev/scenarios';
import { renderApp } from './__testUtils__/renderApp';

jest.setTimeout(90_000);

/** What each scenario of `yarn start` has to show on a page. */
const SHOWN: [scenario: string, path: string, text: RegExp][] = [
  ['full', '/deployments/services', /checkout.*1\.4\.2/],
  ['full', '/deployments/activity', /1\.4\.2/],
  ['full', '/deployments/needs-you', /Approve/],
  ['full', '/deployments/drift', /1\.3\.0/],
  ['full', '/deployments/dora', /Change fail rate/],
  ['full', '/deployments/admin', /portal-1/],
  ['full', '/deployments/d1', /Canary 10 %/],
  ['empty', '/deployments/services', /No service has a golden path yet/],
  ['empty', '/deployments/activity', /hasn't deployed anything here yet/],
  ['empty', '/deployments/dora', /No deployments in this range/],
  ['long', '/deployments/services', /marketplaces-40/],
  ['long', '/deployments/activity', /release-candidate/],
  ['long', '/deployments/d1', /Step 24/],
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

  it('shows with the data “loading” that it loads', async () => {
    show('loading', '/deployments/services');
    expect(await screen.findByRole('progressbar')).toBeVisible();
  });
});
