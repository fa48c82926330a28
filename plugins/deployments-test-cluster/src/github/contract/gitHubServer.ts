import { createHash } from 'node:crypto';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { DescribedApi, OperationResponse } from './describedApi';
import { buildErrorBody, buildNotFound, GitHubError } from './gitHubError';
import { RateLimit } from './rateLimit';

/** A request that reached the stand-in. Headers and bodies are not recorded: they contain credentials. */
export interface GitHubRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Status of the response. */
  status: number;
}

/** A running server. */
export interface GitHubServer {
  /** E.g. `http://127.0.0.1:40123`. */
  origin: string;
  requests: GitHubRequest[];
  close(): Promise<void>;
}

/** Options of a server. */
export interface GitHubServerOptions {
  /** Path of the API's root, e.g. `/api/v3`; empty on github.com. */
  basePath: string;
  api: DescribedApi;
  rateLimit: RateLimit;
  now: () => number;
  /** Headers of every API response. */
  headers: Record<string, string>;
  /** Throws a {@link GitHubError} if the `Authorization` header is missing or wrong. */
  authenticate(authorization: string | undefined): void;
  /** Serves what is no part of the API: logs. `undefined` if there is nothing. */
  serveFile(
    path: string,
    request: http.IncomingMessage,
  ): OperationResponse | undefined;
  /** URL of the API's root, for the links to other pages of a list. */
  getApiUrl(): string;
}

const MAX_BODY_BYTES = 1024 * 1024;
const API_VERSION = '2022-11-28';

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new GitHubError(413, 'Request entity too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toErrorResponse(error: GitHubError): OperationResponse {
  return {
    status: error.status,
    headers: error.headers,
    body: buildErrorBody(error.status, error.message),
  };
}

function checkHeaders({ headers }: http.IncomingMessage): void {
  if (!headers['user-agent']) {
    throw new GitHubError(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  }
  const version = headers['x-github-api-version'];
  if (version !== undefined && version !== API_VERSION) {
    throw new GitHubError(
      400,
      `"${version}" is not a valid API version. Use "${API_VERSION}".`,
    );
  }
}

/** Starts a server on a free loopback port. */
export async function startGitHubServer(
  options: GitHubServerOptions,
): Promise<GitHubServer> {
  const { api, rateLimit, basePath } = options;
  const requests: GitHubRequest[] = [];
  let origin = '';

  async function handleApi(
    request: http.IncomingMessage,
    url: URL,
  ): Promise<OperationResponse> {
    const { method = 'GET', headers } = request;
    const text = await readBody(request);
    checkHeaders(request);
    if (!url.pathname.startsWith(`${basePath}/`)) throw buildNotFound();
    options.authenticate(headers.authorization);
    const path = url.pathname.slice(basePath.length) || '/';
    const isFree = path === '/rate_limit';
    if (!isFree) rateLimit.check(method);
    const response = await api.handle({
      method,
      path,
      url: new URL(`${options.getApiUrl()}${path}${url.search}`),
      accept: headers.accept ?? '*/*',
      text,
    });
    if (method === 'GET' && response.status === 200) {
      const hash = createHash('sha256').update(JSON.stringify(response.body));
      const etag = `W/"${hash.digest('hex')}"`;
      if (headers['if-none-match'] === etag) {
        return { status: 304, headers: { ...response.headers, etag } };
      }
      response.headers = { ...response.headers, etag };
    }
    if (!isFree) rateLimit.count();
    return response;
  }

  async function handle(
    request: http.IncomingMessage,
    url: URL,
  ): Promise<OperationResponse> {
    const file = options.serveFile(url.pathname, request);
    if (file) return file;
    let response: OperationResponse;
    try {
      response = await handleApi(request, url);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      response = toErrorResponse(error);
    }
    return {
      ...response,
      headers: {
        ...options.headers,
        ...rateLimit.buildHeaders(),
        ...response.headers,
      },
    };
  }

  function send(
    response: http.ServerResponse,
    { status, headers = {}, body }: OperationResponse,
  ): void {
    const isText = typeof body === 'string';
    const content = isText ? body : JSON.stringify(body);
    response.writeHead(status, {
      date: new Date(options.now()).toUTCString(),
      ...(content === undefined
        ? {}
        : {
            'content-type': isText
              ? 'text/plain; charset=utf-8'
              : 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(content),
          }),
      ...headers,
    });
    response.end(content);
  }

  const server = http.createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    handle(request, new URL(path, origin))
      .catch(error => ({
        status: 500,
        body: buildErrorBody(500, `The stand-in failed: ${error}`),
      }))
      .then(result => {
        requests.push({ method, path, status: result.status });
        request.resume();
        send(response, result);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    requests,
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
