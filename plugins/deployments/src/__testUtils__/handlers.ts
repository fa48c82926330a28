import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import { http, HttpResponse, type JsonBodyType } from 'msw';
import {
  CHANGE_ROW,
  FAILED_ROW,
  incident,
  LEFT_OUT_ROW,
  metrics,
  QUALITY,
  row,
  rows,
  SELECTION,
} from './doraFixtures';
import { overview, plan, PRODUCTION, STAGING, VERSIONS } from './fixtures';

/** Where the test app's discovery says that the plugin is. */
export const BASE_URL = 'http://example.com/api/deployments';

/** Answers a GET with JSON; a function is called for each request. */
export function answers(
  path: string,
  body: JsonBodyType | ((request: Request) => JsonBodyType),
) {
  return http.get(`${BASE_URL}${path}`, ({ request }) =>
    HttpResponse.json(typeof body === 'function' ? body(request) : body),
  );
}

/** An error as the backend writes it. */
export function refusal(status: number, name: string, message: string) {
  return HttpResponse.json(
    { error: { name, message }, response: { statusCode: status } },
    { status },
  );
}

/** A service with two environments, four versions and no history. */
export function everydayHandlers() {
  return [
    answers('/environments', { items: [STAGING, PRODUCTION] }),
    answers('/services', { items: [overview()], totalItems: 1 }),
    answers('/services/:ref/overview', overview()),
    answers('/services/:ref/versions', { items: VERSIONS }),
    answers('/deployments', { items: [] }),
    answers('/dora/metrics/:metric/rows', { ...rows(), items: [] }),
    http.post(`${BASE_URL}/deployments/plan`, () => HttpResponse.json(plan())),
  ];
}

/** A team with some weeks of deployments, commits and failures, and an open incident. */
export function doraHandlers() {
  const itemsByMetric: Partial<Record<string, DoraRow[]>> = {
    'change-lead-time': [CHANGE_ROW],
  };
  return [
    answers('/dora/selection', SELECTION),
    answers('/dora/metrics', metrics()),
    http.get(`${BASE_URL}/dora/metrics/:metric/rows`, ({ params, request }) => {
      const items = itemsByMetric[String(params.metric)] ?? [
        row(),
        FAILED_ROW,
        LEFT_OUT_ROW,
      ];
      const counted = new URL(request.url).searchParams.get('counted');
      return HttpResponse.json({
        ...rows({ items }),
        metric: params.metric,
        items: items.filter(
          item => counted === null || String(item.counted) === counted,
        ),
      });
    }),
    answers('/dora/quality', QUALITY),
    answers('/dora/incidents', { items: [incident()] }),
  ];
}
