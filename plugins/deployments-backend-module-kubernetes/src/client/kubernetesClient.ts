import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpAgent,
  HttpError,
  parseJson,
  sendHttpRequest,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import type {
  ClusterAccess,
  ClusterConnection,
} from '../config/clusterConnection';
import { KubernetesError } from './kubernetesError';
import type { ObjectList } from './kubernetesObjects';
import { findReadPause, readRejection } from './readRejection';

/** How many objects the API server sends at once. */
const PAGE_SIZE = 500;
/** More pages than this in one list are an error rather than a large namespace. */
const MAX_PAGES = 100;
/** A page of 500 pods with their managed fields is about 5 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** How often a read is sent before its error is reported. */
const READ_ATTEMPTS = 3;
/** Recorded by the API server as the manager of the fields that we write. */
export const FIELD_MANAGER = 'slipway';

export type PatchType = 'strategic-merge' | 'json';

export interface RequestOptions {
  signal?: AbortSignal;
}

export interface ReadOptions extends RequestOptions {
  /**
   * The credential may lack this right. Other reads are sent again after a 403, because an API server that has just started
   * doesn't know its roles yet.
   */
  mayBeForbidden?: boolean;
}

export interface ListOptions extends ReadOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /**
   * `cached`: the API server may answer from memory, which costs it little but may be a moment old. `latest`: includes
   * every write that was answered before.
   */
  freshness: 'cached' | 'latest';
}

/** Sends requests to the API server of one cluster. */
export class KubernetesClient {
  readonly #connection: ClusterConnection;
  #agent: Agent | undefined;
  #agentIdentity: string | undefined;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  /** Name of the cluster in the configuration. */
  get cluster(): string {
    return this.#connection.name;
  }

  get dashboardUrl(): string | undefined {
    return this.#connection.dashboardUrl;
  }

  /** Reads an object. Rejects with status 404 if there is none. */
  async get<TObject>(
    path: string,
    options: ReadOptions = {},
  ): Promise<TObject> {
    return this.#readJson<TObject>(await this.#send('GET', path, options));
  }

  /** Lists all objects of a collection, in pages; from memory, the API server sends only one. */
  async list<TObject>(path: string, options: ListOptions): Promise<TObject[]> {
    try {
      return await this.#listPages<TObject>(path, options);
    } catch (error) {
      const isTooLarge =
        options.freshness === 'cached' &&
        error instanceof KubernetesError &&
        error.failure.kind === 'unreadable';
      if (!isTooLarge) throw error;
      return this.#listPages<TObject>(path, {
        ...options,
        freshness: 'latest',
      });
    }
  }

  async #listPages<TObject>(
    path: string,
    options: ListOptions,
  ): Promise<TObject[]> {
    const items: TObject[] = [];
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (options.labelSelector) {
        query.set('labelSelector', options.labelSelector);
      }
      if (options.fieldSelector) {
        query.set('fieldSelector', options.fieldSelector);
      }
      // The API server rejects a version together with a continuation.
      if (next) query.set('continue', next);
      else if (options.freshness === 'cached') {
        query.set('resourceVersion', '0');
      }
      const list = await this.get<ObjectList<TObject>>(
        `${path}?${query}`,
        options,
      );
      // A list that is empty can have null.
      const found = list.items ?? (list.metadata ? [] : undefined);
      if (!Array.isArray(found)) throw this.#createUnreadable();
      items.push(...found);
      next = list.metadata?.continue || undefined;
      if (!next) return items;
    }
    throw new KubernetesError(
      `${this.cluster} lists more than ${MAX_PAGES * PAGE_SIZE} objects`,
      { kind: 'unreadable' },
    );
  }

  /**
   * Changes an object. With `metadata.resourceVersion` in the body, a strategic merge is rejected with status 409 if the
   * object has changed meanwhile.
   */
  async patch<TObject>(
    path: string,
    type: PatchType,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<TObject> {
    const response = await this.#send(
      'PATCH',
      `${path}?fieldManager=${FIELD_MANAGER}`,
      {
        ...options,
        body: JSON.stringify(body),
        contentType:
          type === 'json'
            ? 'application/json-patch+json'
            : 'application/strategic-merge-patch+json',
      },
    );
    return this.#readJson<TObject>(response);
  }

  /** Creates an object. */
  async create<TObject>(
    path: string,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<TObject> {
    const response = await this.#send('POST', path, {
      ...options,
      body: JSON.stringify(body),
      contentType: 'application/json',
    });
    return this.#readJson<TObject>(response);
  }

  /** Reads text, such as a log. */
  async getText(path: string, options: ReadOptions = {}): Promise<string> {
    return (await this.#send('GET', path, { ...options, accept: '*/*' })).text;
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  async #send(
    method: 'GET' | 'PATCH' | 'POST',
    path: string,
    options: ReadOptions & {
      body?: string;
      contentType?: string;
      accept?: string;
    },
  ): Promise<HttpResponse> {
    const access = await this.#loadAccess();
    const agent = this.#getAgent(access);
    const send = () =>
      sendHttpRequest({
        method,
        url: new URL(path.replace(/^\//, ''), this.#baseUrl()),
        headers: {
          Accept: options.accept ?? 'application/json',
          'User-Agent': FIELD_MANAGER,
          ...(options.contentType
            ? { 'Content-Type': options.contentType }
            : {}),
          ...(access.token ? { Authorization: `Bearer ${access.token}` } : {}),
        },
        ...(options.body === undefined ? {} : { body: options.body }),
        agent,
        timeoutMs: this.#connection.requestTimeoutMs,
        maxBytes: MAX_BYTES,
        ...(options.signal ? { signal: options.signal } : {}),
      });
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await send();
        if (response.status >= 200 && response.status < 300) return response;
        throw readRejection(response, access.token);
      } catch (cause) {
        const error = toKubernetesError(cause);
        // Reading again is harmless. Writing again is for those who know what they write.
        const pauseMs =
          method === 'GET' && attempt < READ_ATTEMPTS
            ? findReadPause(error, attempt, options)
            : undefined;
        if (pauseMs === undefined || options.signal?.aborted) throw error;
        await sleep(pauseMs);
      }
    }
  }

  /** The URL ends with a slash, so that a path in it, e.g. of a proxy such as Rancher's, is kept. */
  #baseUrl(): string {
    return `${this.#connection.url.replace(/\/+$/, '')}/`;
  }

  async #loadAccess(): Promise<ClusterAccess> {
    try {
      return await this.#connection.loadAccess();
    } catch (error) {
      throw new KubernetesError(
        `The credential for ${this.cluster} can't be read: ${
          error instanceof Error ? error.message : String(error)
        }`,
        { kind: 'unreachable' },
      );
    }
  }

  /** A new agent if the certificates have changed, because connections keep the certificate that they began with. */
  #getAgent({ ca, certificate, key }: ClusterAccess): Agent {
    const identity = [ca, certificate, key].join('\n');
    if (this.#agent && this.#agentIdentity === identity) return this.#agent;
    const outdated = this.#agent;
    // Its requests in progress may end.
    if (outdated) {
      setTimeout(
        () => outdated.destroy(),
        this.#connection.requestTimeoutMs,
      ).unref();
    }
    this.#agent = createHttpAgent(this.#connection.url, {
      ...(ca ? { ca } : {}),
      ...(certificate ? { certificate } : {}),
      ...(key ? { key } : {}),
      skipVerify: this.#connection.skipTLSVerify,
    });
    this.#agentIdentity = identity;
    return this.#agent;
  }

  #readJson<TObject>(response: HttpResponse): TObject {
    const parsed: unknown = parseJson(response.text);
    if (parsed === undefined) throw this.#createUnreadable();
    return parsed as TObject;
  }

  #createUnreadable(): KubernetesError {
    return new KubernetesError(
      `${this.cluster} sent something else than an API server does. Is its URL the one of an API server?`,
      { kind: 'unreadable' },
    );
  }
}

function toKubernetesError(error: unknown): unknown {
  return error instanceof HttpError
    ? new KubernetesError(error.message, { kind: error.failure }, error.cause)
    : error;
}
