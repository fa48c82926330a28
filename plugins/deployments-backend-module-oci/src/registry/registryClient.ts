import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import {
  createHttpAgent,
  HttpError,
  isLoopback,
  parseRetryAfter,
  sendHttpRequest,
  type HttpRequest,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { RegistryAccess } from './registryAccess';
import { RegistryAuth } from './registryAuth';
import { RegistryError } from './registryError';

const REQUEST_MS = 10_000;
/** How often a read is sent before its error is reported. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A read that has to wait longer fails, so that its caller can say why. */
const LONGEST_PAUSE_MS = 2_000;
/** How long a registry is left alone that asked for fewer requests without saying for how long. */
const DEFAULT_RETRY_AFTER_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;
const MAX_REDIRECTS = 3;
const MAX_TOKEN_BYTES = 256 * 1024;
/** Enough for one repository at a time, and few enough for a registry. */
const MAX_SOCKETS = 8;

const REDIRECTS = [301, 302, 303, 307, 308];

/** A read of something in a repository. */
export interface ReadRequest {
  method: 'GET' | 'HEAD';
  /** Decides which token is sent. Its name is part of the path, so it must be valid. */
  repository: string;
  /** Path below `/v2/<repository>/`, with query. */
  path: string;
  accept: string;
  /** The largest answer that is read, in bytes. */
  maxBytes: number;
  /** Registries may keep blobs elsewhere. The login is not sent there. Default: false. */
  followsRedirects?: boolean;
  signal: AbortSignal;
}

/** Sends reads to one registry: logs in, retries what may be temporary, and keeps to the registry's limits. */
export class RegistryClient {
  readonly #access: RegistryAccess;
  readonly #auth: RegistryAuth;
  readonly #agent: Agent;
  /** For token servers and storage, whose certificates may be public. */
  readonly #otherAgent: Agent;
  #pausedUntil = 0;

  constructor(access: RegistryAccess) {
    const { ca, url } = access;
    this.#access = access;
    const size = { maxSockets: MAX_SOCKETS };
    this.#agent = createHttpAgent(url, ca ? { ca } : {}, size);
    this.#otherAgent = createHttpAgent(
      url,
      ca ? { ca: [ca, ...rootCertificates].join('\n') } : {},
      size,
    );
    this.#auth = new RegistryAuth(access, (tokenUrl, headers, signal) =>
      sendHttpRequest({
        method: 'GET',
        url: tokenUrl,
        headers: { Accept: 'application/json', ...headers },
        ...this.#selectAgent(tokenUrl),
        timeoutMs: REQUEST_MS,
        maxBytes: MAX_TOKEN_BYTES,
        signal,
      }),
    );
  }

  /** Host and port, as in image references. */
  get host(): string {
    return this.#access.host;
  }

  /**
   * Reads, whatever it takes within the signal. Returns only responses with status 2xx.
   *
   * @throws RegistryError
   */
  async read(request: ReadRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      this.#checkPause();
      const startedAt = Date.now();
      try {
        const response = await this.#sendWithLogin(request);
        if (response.status >= 200 && response.status < 300) return response;
        throw this.#reject(request, response);
      } catch (cause) {
        const error = toRegistryError(cause);
        const pauseMs = Math.max(
          FIRST_PAUSE_MS * 2 ** (attempt - 1),
          (error.retryAt ?? 0) - Date.now(),
        );
        const isTemporary =
          error.failure === 'unavailable' || error.failure === 'rate_limited';
        const canRetry =
          isTemporary &&
          attempt < ATTEMPTS &&
          pauseMs <= LONGEST_PAUSE_MS &&
          // A slow answer would be slow again.
          Date.now() - startedAt < REQUEST_MS &&
          !request.signal.aborted;
        if (!canRetry) {
          this.#pausedUntil = Math.max(this.#pausedUntil, error.retryAt ?? 0);
          throw error;
        }
        await sleep(pauseMs);
      }
    }
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#agent.destroy();
    this.#otherAgent.destroy();
  }

  #checkPause(): void {
    if (Date.now() < this.#pausedUntil) {
      throw new RegistryError(
        `${this.host} is limiting requests, so it is read again later`,
        'rate_limited',
        { retryAt: this.#pausedUntil },
      );
    }
  }

  async #sendWithLogin(request: ReadRequest): Promise<HttpResponse> {
    const { repository, signal } = request;
    const sent = this.#auth.getHeader(repository);
    const response = await this.#sendFollowing(request, sent);
    if (response.status !== 401) return response;
    await this.#auth.respond(repository, response, sent, signal);
    return this.#sendFollowing(request, this.#auth.getHeader(repository));
  }

  async #sendFollowing(
    request: ReadRequest,
    authorization: string | undefined,
  ): Promise<HttpResponse> {
    const { method, repository, path, accept, maxBytes, signal } = request;
    let url = new URL(`${this.#access.url}/v2/${repository}/${path}`);
    const { origin } = url;
    for (let hop = 0; ; hop++) {
      const isOwn = url.origin === origin;
      const response = await sendHttpRequest({
        method,
        url,
        headers: {
          Accept: accept,
          'User-Agent': 'slipway',
          ...(authorization && isOwn ? { Authorization: authorization } : {}),
        },
        ...(isOwn ? { agent: this.#agent } : this.#selectAgent(url)),
        timeoutMs: REQUEST_MS,
        maxBytes,
        signal,
      });
      const { location } = response.headers;
      const isRedirect = REDIRECTS.includes(response.status) && location;
      // Only the registry itself may ask for its login.
      if (!isOwn && response.status === 401) {
        throw new RegistryError(
          `${this.host} redirects to ${url.host}, which requires a login. The registry's login is not sent there. Configure the registry to redirect to addresses that need no login`,
          'denied',
        );
      }
      if (!isRedirect || !request.followsRedirects || hop >= MAX_REDIRECTS) {
        return response;
      }
      url = this.#readLocation(location, url);
    }
  }

  #readLocation(location: string, base: URL): URL {
    const url = URL.canParse(location, base.href)
      ? new URL(location, base)
      : undefined;
    const isAllowed =
      url?.protocol === 'https:' ||
      (url?.protocol === 'http:' &&
        this.#access.url.startsWith('http:') &&
        isLoopback(url.host));
    if (!url || !isAllowed) {
      throw new RegistryError(
        `${this.host} redirects to an address that is not https`,
        'unreadable',
      );
    }
    return url;
  }

  /** An agent is for one protocol. */
  #selectAgent(url: URL): Pick<HttpRequest, 'agent'> {
    return this.#access.url.startsWith(url.protocol)
      ? { agent: this.#otherAgent }
      : {};
  }

  /** The body is not repeated: it may have what a proxy or a token server wrote into it. */
  #reject({ repository }: ReadRequest, response: HttpResponse): RegistryError {
    const { status, headers } = response;
    const image = `${this.host}/${repository}`;
    if (status === 404) {
      return new RegistryError(
        `${this.host} has no repository ${repository}, or hides it from this login. Check the name and the permission to pull.`,
        'missing',
      );
    }
    if (status === 401 || status === 403) {
      return new RegistryError(
        `${this.host} does not allow the login in deployments.oci.registries.${this.host} to read ${repository}. Give it the permission to pull`,
        'denied',
      );
    }
    if (status === 429) {
      const afterMs = parseRetryAfter(headers, {
        longestMs: LONGEST_RETRY_AFTER_MS,
      });
      return new RegistryError(
        `${this.host} is limiting requests, so ${image} is read again later`,
        'rate_limited',
        { retryAt: Date.now() + (afterMs ?? DEFAULT_RETRY_AFTER_MS) },
      );
    }
    return status >= 500
      ? new RegistryError(
          `${this.host} responded with status ${status} about ${repository}`,
          'unavailable',
        )
      : new RegistryError(
          `${this.host} responded with status ${status} about ${repository}. Is this the address of a registry?`,
          'unreadable',
        );
  }
}

function toRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof HttpError) {
    return new RegistryError(
      error.message,
      error.failure === 'unreadable' ? 'unreadable' : 'unavailable',
      { cause: error },
    );
  }
  return new RegistryError(
    'the registry could not be read because of an unexpected error',
    'unreadable',
    { cause: error },
  );
}
