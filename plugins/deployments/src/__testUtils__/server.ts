import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import { discardDrafts } from '../hooks/useDraft';
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

/** The network, and all that is faked. */
export const server = setupServer();

export function withServer() {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  // What one test typed must not reach the next.
  afterEach(discardDrafts);
  afterAll(() => server.close());
}

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

/** A stream of server-sent events that a test writes to, once somebody has opened it. */
export class TestStream {
  readonly lastEventIds: Array<string | null> = [];
  /** What the server sends whenever somebody opens the stream, resumed or not: the worst case for a reader. */
  backlog: () => Array<[event: string, data: object]> = () => [];
  /** Whether requests to stream are refused as a broken proxy would. */
  broken = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  handler() {
    return http.get(`${BASE_URL}/deployments/:id/events`, ({ request }) => {
      if (!request.headers.get('accept')?.includes('text/event-stream')) {
        return HttpResponse.json({ items: [] });
      }
      if (this.broken) {
        return new HttpResponse('no', { status: 502 });
      }
      this.lastEventIds.push(request.headers.get('last-event-id'));
      const body = new ReadableStream<Uint8Array>({
        start: controller => {
          this.#controller = controller;
          controller.enqueue(new TextEncoder().encode(': hello\n\n'));
          for (const [event, data] of this.backlog()) {
            this.send(event, data);
          }
        },
      });
      return new HttpResponse(body, {
        headers: { 'Content-Type': 'text/event-stream' },
      });
    });
  }

  send(event: string, data: object, id?: string) {
    this.#controller?.enqueue(
      new TextEncoder().encode(
        `event: ${event}\n${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(
          data,
        )}\n\n`,
      ),
    );
  }

  /** Breaks the connection, as a restarted backend does. */
  cut() {
    this.#controller?.error(new Error('cut'));
    this.#controller = undefined;
  }

  end() {
    this.send('end', {});
    this.#controller?.close();
    this.#controller = undefined;
  }
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
