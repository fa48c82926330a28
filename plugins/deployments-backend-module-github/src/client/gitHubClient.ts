import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpAgent,
  HttpError,
  parseJson,
  sendHttpRequest,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { z } from 'zod';
import { ResponseCache } from './responseCache';
import { GitHubError } from './gitHubError';
import { readRejection } from './readRejection';

/** How to reach one GitHub. */
export interface GitHubConnection {
  /** e.g. `github.com`. */
  host: string;
  /** Base URL of its REST API. */
  apiBaseUrl: string;
  /** Returns the headers that authenticate requests for a repository; `undefined` if there is no credential for it. */
  loadHeaders(repository: string): Promise<Record<string, string> | undefined>;
}

export interface RequestOptions {
  signal?: AbortSignal;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** A hundred runs are about 2 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
/** How often a read is sent before its error is reported. */
const READ_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;
/** A read waits for the end of a rate limit for at most this long. */
const LONGEST_LIMIT_PAUSE_MS = 2_000;
const MAX_REDIRECTS = 3;

/** Sends requests to the REST API of one GitHub. */
export class GitHubClient {
  readonly #connection: GitHubConnection;
  readonly #cache = new ResponseCache();
  #agent: Agent | undefined;

  constructor(connection: GitHubConnection) {
    this.#connection = connection;
  }

  get host(): string {
    return this.#connection.host;
  }

  /** Whether it is GitHub's own service, which has everything that the newest API describes. */
  get isCloud(): boolean {
    return this.host === 'github.com' || this.host.endsWith('.ghe.com');
  }

  /** Whether there is a credential for a repository. */
  async hasCredential(repository: string): Promise<boolean> {
    return (await this.#connection.loadHeaders(repository)) !== undefined;
  }

  /**
   * Reads JSON. An answer that has not changed since the last request comes from memory, which GitHub doesn't count against
   * the rate limit.
   *
   * @param path - Below the repository, with the query, e.g. `/actions/runs/1`.
   * @throws GitHubError
   */
  async get<TSchema extends z.ZodType>(
    repository: string,
    path: string,
    schema: TSchema,
    options: RequestOptions = {},
  ): Promise<z.infer<TSchema>> {
    return this.#read(repository, path, options, text =>
      this.#parse(text, schema),
    );
  }

  /**
   * Sends a change once. Before it is sent again, the caller must know whether the first one had its effect.
   *
   * @returns The answer's JSON if it fits the schema, else `undefined`: the change has happened all the same.
   * @throws GitHubError
   */
  async post<TSchema extends z.ZodType>(
    repository: string,
    path: string,
    body: unknown,
    schema: TSchema,
    options: RequestOptions = {},
  ): Promise<z.infer<TSchema> | undefined> {
    const { text } = await this.#send(
      'POST',
      repository,
      this.#buildUrl(repository, path),
      { ...options, body: JSON.stringify(body) },
    );
    try {
      return this.#parse(text, schema);
    } catch {
      return undefined;
    }
  }

  /** Reads text from the place that GitHub redirects to, which gets no credential. @throws GitHubError */
  async getText(
    repository: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<string> {
    let url = this.#buildUrl(repository, path);
    let { response } = await this.#sendRaw('GET', repository, url, options);
    for (let count = 0; isRedirect(response); count++) {
      const next = resolveUrl(response.headers.location, url);
      if (!next || count === MAX_REDIRECTS || !this.#mayFollow(next)) {
        throw new GitHubError(
          `${this.host} redirects to a place that can't be read`,
          { kind: 'unreadable' },
        );
      }
      url = next;
      response = await sendHttpRequest({
        method: 'GET',
        url,
        headers: { 'User-Agent': 'slipway', Accept: '*/*' },
        timeoutMs: REQUEST_TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        ...(options.signal ? { signal: options.signal } : {}),
      }).catch(toGitHubError);
    }
    if (response.status !== 200) throw readRejection(response, []);
    return response.text;
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  async #read<T>(
    repository: string,
    path: string,
    options: RequestOptions,
    parse: (text: string) => T,
  ): Promise<T> {
    const url = this.#buildUrl(repository, path);
    for (let attempt = 1; ; attempt++) {
      try {
        const cached = this.#cache.find(url.href);
        const response = await this.#send('GET', repository, url, {
          ...options,
          ...(cached ? { etag: cached.etag } : {}),
        });
        if (cached && response.status === 304) return parse(cached.text);
        const { text, headers } = response;
        const parsed = parse(text);
        const { etag } = headers;
        if (etag) this.#cache.store(url.href, { etag, text });
        return parsed;
      } catch (error) {
        const pauseMs =
          attempt < READ_ATTEMPTS ? findReadPause(error, attempt) : undefined;
        if (pauseMs === undefined || options.signal?.aborted) throw error;
        await sleep(pauseMs);
      }
    }
  }

  async #send(
    method: 'GET' | 'POST',
    repository: string,
    url: URL,
    options: RequestOptions & { body?: string; etag?: string },
  ): Promise<HttpResponse> {
    const { response, secrets } = await this.#sendRaw(
      method,
      repository,
      url,
      options,
    );
    const isUnchanged = options.etag !== undefined && response.status === 304;
    const isSuccess = response.status >= 200 && response.status < 300;
    if (isSuccess || isUnchanged) return response;
    if (isRedirect(response)) {
      throw new GitHubError(
        `${this.host} says that ${repository} has moved. Write its new name into the settings.`,
        { kind: 'rejected', status: response.status },
      );
    }
    throw readRejection(response, secrets);
  }

  async #sendRaw(
    method: 'GET' | 'POST',
    repository: string,
    url: URL,
    options: RequestOptions & { body?: string; etag?: string },
  ): Promise<{ response: HttpResponse; secrets: string[] }> {
    const credential = await this.#connection.loadHeaders(repository);
    if (!credential) {
      throw new GitHubError(
        `integrations.github has neither a token nor an app for ${repository} on ${this.host}`,
        { kind: 'uncredentialed' },
      );
    }
    this.#agent ??= createHttpAgent(this.#connection.apiBaseUrl, {});
    const response = await sendHttpRequest({
      method,
      url,
      headers: {
        ...credential,
        Accept: 'application/vnd.github+json',
        'User-Agent': 'slipway',
        'X-GitHub-Api-Version': '2022-11-28',
        ...(options.body === undefined
          ? {}
          : { 'Content-Type': 'application/json' }),
        ...(options.etag ? { 'If-None-Match': options.etag } : {}),
      },
      ...(options.body === undefined ? {} : { body: options.body }),
      agent: this.#agent,
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      ...(options.signal ? { signal: options.signal } : {}),
    }).catch(toGitHubError);
    return {
      response,
      // "Bearer <token>"
      secrets: Object.values(credential).flatMap(it => it.split(' ')),
    };
  }

  #buildUrl(repository: string, path: string): URL {
    const base = this.#connection.apiBaseUrl.replace(/\/+$/, '');
    const [owner = '', name = ''] = repository.split('/');
    return new URL(
      `${base}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(
        name,
      )}${path}`,
    );
  }

  /** Only encrypted connections, unless the API itself has none. */
  #mayFollow({ protocol }: URL): boolean {
    return (
      protocol === 'https:' ||
      protocol === new URL(this.#connection.apiBaseUrl).protocol
    );
  }

  #parse<TSchema extends z.ZodType>(
    text: string,
    schema: TSchema,
  ): z.infer<TSchema> {
    const { data, success, error } = schema.safeParse(parseJson(text));
    if (success) return data;
    throw new GitHubError(
      `${this.host} sent a response that doesn't match its API (${
        error.issues[0]?.path.join('.') || 'no JSON'
      })`,
      { kind: 'unreadable' },
    );
  }
}

function resolveUrl(location: string | undefined, base: URL): URL | undefined {
  return location !== undefined && URL.canParse(location, base.href)
    ? new URL(location, base)
    : undefined;
}

function isRedirect({ status }: HttpResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function toGitHubError(error: unknown): never {
  throw error instanceof HttpError
    ? new GitHubError(error.message, { kind: error.failure }, error)
    : error;
}

/** How long to wait before a read is sent again, in milliseconds; `undefined` if that can't help. */
function findReadPause(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof GitHubError)) return undefined;
  const { failure } = error;
  const jittered = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  switch (failure.kind) {
    case 'unreachable':
    case 'unanswered':
      return jittered;
    case 'unreadable':
      // Usually the page of a proxy, while GitHub is away.
      return jittered;
    case 'rejected':
      return failure.status >= 500 ? jittered : undefined;
    case 'rate_limited':
      return failure.retryAfterMs <= LONGEST_LIMIT_PAUSE_MS
        ? failure.retryAfterMs + jittered
        : undefined;
    case 'uncredentialed':
      return undefined;
    default: {
      const unknown: never = failure;
      throw new Error(`Unknown failure ${JSON.stringify(unknown)}`);
    }
  }
}
