import {
  createServer,
  type IncomingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a stand-in got. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** From the query of a GET request or the form of a POST request. */
  params: URLSearchParams;
}

/** A server in place of Prometheus or Alertmanager, for responses that the real ones don't send. */
export interface StandInServer {
  url: string;
  requests: ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a stand-in on a loopback port. */
export async function startStandIn(
  respond: (request: ReceivedRequest, response: ServerResponse) => void,
): Promise<StandInServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      headers: incoming.headers,
      params:
        incoming.method === 'POST'
          ? new URLSearchParams(body)
          : url.searchParams,
    };
    requests.push(request);
    respond(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

/** Sends a body of Prometheus' API. */
export function sendVector(
  response: ServerResponse,
  values: (string | { metric: Record<string, string>; value: string })[],
  at = 60,
): void {
  const result = values.map(each =>
    typeof each === 'string'
      ? { metric: {}, value: [at, each] }
      : { metric: each.metric, value: [at, each.value] },
  );
  response.end(
    JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result },
    }),
  );
}
