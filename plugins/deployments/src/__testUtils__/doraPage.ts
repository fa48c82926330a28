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
  // What a test answers otherwise stands before these.
  beforeEach(() => {
    server.use(...doraHandlers(), ...everydayHandlers());
  });
}

export const region = (name: string | RegExp) =>
  screen.findByRole('region', { name });

/** What the API was asked for, parameter by parameter. */
export function recordQueries(path: string, body: object) {
  const asked: Record<string, string>[] = [];
  server.use(
    answers(path, request => {
      asked.push(Object.fromEntries(new URL(request.url).searchParams));
      return body;
    }),
  );
  return asked;
}

export function renderDora(search = '') {
  renderApp(`/deployments/dora${search}`);
}
