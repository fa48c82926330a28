import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { renderEntityPage } from '../../../__testUtils__/renderApp';
import {
  BASE_URL,
  everydayHandlers,
  server,
} from '../../../__testUtils__/server';

/** The body of a request. */
export type Asked = Record<string, unknown>;

/** Serves plans and remembers for what. */
export function servePlans(planOf: (requested: Asked) => Plan | Promise<Plan>) {
  const requested: Asked[] = [];
  server.use(
    http.post(`${BASE_URL}/deployments/plan`, async ({ request }) => {
      const body = (await request.json()) as Asked;
      requested.push(body);
      return HttpResponse.json(await planOf(body));
    }),
    ...everydayHandlers(),
  );
  return requested;
}

/** Opens the page of a service with a deploy dialog. */
export async function openDialog(search: string) {
  renderEntityPage('tab', search);
  return screen.findByRole('dialog');
}
