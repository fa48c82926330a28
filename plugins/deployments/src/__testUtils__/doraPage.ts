import { screen } from '@testing-library/react';
import { renderApp } from './renderApp';
import {
  answers,
  doraHandlers,
  everydayHandlers,
  server,
  withServer,
} from './server';

/** The page of the delivery metrics, for the tests of a file: with a server that answers as on any day. */
export function withDoraPage(): void {
  withServer();
  // Charts load when they are needed, which takes a test longer than a browser.
  beforeAll(async () => {
    await Promise.all([
      import('../features/deliveryMetrics/charts/TrendChart'),
      import('../features/deliveryMetrics/charts/LeadTimeScatter'),
      import('../features/deliveryMetrics/charts/FailureTimeline'),
    ]);
  }, 120_000);
  // Handlers that a test adds take precedence over these.
  beforeEach(() => {
    server.use(...doraHandlers(), ...everydayHandlers());
  });
}

export const region = (name: string | RegExp) =>
  screen.findByRole('region', { name });

/** Records the query parameters of each request. */
export function recordQueries(path: string, body: object) {
  const queries: Record<string, string>[] = [];
  server.use(
    answers(path, request => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return body;
    }),
  );
  return queries;
}

export function renderDora(search = '') {
  renderApp(`/deployments/dora${search}`);
}
