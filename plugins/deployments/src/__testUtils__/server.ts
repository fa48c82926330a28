import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { discardDrafts } from '../hooks/useDraft';
import { BASE_URL } from './handlers';

export * from './handlers';

/** The network, and all that is faked. */
export const server = setupServer();

export function withServer() {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  // What one test typed must not reach the next.
  afterEach(discardDrafts);
  afterAll(() => server.close());
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
