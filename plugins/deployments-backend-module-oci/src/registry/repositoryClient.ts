import { createHash } from 'node:crypto';
import type { HttpResponse } from '@slipway/backstage-plugin-deployments-node/http';
import {
  CONFIG_ACCEPT,
  DIGEST,
  type ImageConfig,
  type ImageDocument,
  MANIFEST_ACCEPT,
  parseImageConfig,
  parseImageDocument,
  parseDocument,
  tagListSchema,
} from './imageDocuments';
import type { RegistryClient } from './registryClient';
import { RegistryError } from './registryError';

/** The specification's limit of a manifest. */
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
/** One answer with 50,000 tags of full length is smaller. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
const PAGE_SIZE = 1_000;
const MAX_PAGES = 100;
const MAX_TAGS = 50_000;
/** Parts of paths. Other tags are not valid. */
const TAG = /^\w[\w.-]{0,127}$/;

/** The tags of a repository. */
export interface TagList {
  /** Each once, in no order: registries don't keep to one. */
  tags: string[];
  /** Whether the registry has more tags than are read. */
  isCut: boolean;
}

/** Reads one repository of a registry. All methods throw RegistryError. */
export class RepositoryClient {
  readonly #registry: RegistryClient;
  readonly #name: string;

  /** @param name - A valid repository, e.g. `shop/checkout`. */
  constructor(registry: RegistryClient, name: string) {
    this.#registry = registry;
    this.#name = name;
  }

  /** E.g. `registry.example.com/shop/checkout`. */
  get reference(): string {
    return `${this.#registry.host}/${this.#name}`;
  }

  /** Lists the tags, over several pages if the registry says so. Registries may ignore the size of a page. */
  async listTags(signal: AbortSignal): Promise<TagList> {
    const tags = new Set<string>();
    const seen = new Set<string>();
    let query = `n=${PAGE_SIZE}`;
    for (let page = 0; page < MAX_PAGES; page++) {
      seen.add(query);
      const response = await this.#registry.read({
        method: 'GET',
        repository: this.#name,
        path: `tags/list?${query}`,
        accept: 'application/json',
        maxBytes: MAX_LIST_BYTES,
        signal,
      });
      for (const tag of this.#parse('The list of tags', () =>
        parseDocument(response.text, tagListSchema),
      ).tags ?? []) {
        if (TAG.test(tag)) tags.add(tag);
        if (tags.size >= MAX_TAGS) return { tags: [...tags], isCut: true };
      }
      const next = findNextQuery(response);
      // A registry that repeats a page would never end.
      if (next === undefined || seen.has(next)) {
        return { tags: [...tags], isCut: false };
      }
      query = next;
    }
    return { tags: [...tags], isCut: true };
  }

  /**
   * Returns the digest of what a tag points to; of the index if it points to one.
   *
   * Asks by HEAD first, which is cheap, and by GET if the answer has no digest or says that there is nothing: some
   * registries answer so although the tag exists.
   */
  async resolveTag(tag: string, signal: AbortSignal): Promise<string> {
    const head = await this.#readManifest('HEAD', tag, signal).catch(error => {
      const isUncertain =
        error instanceof RegistryError &&
        (error.failure === 'missing' || error.failure === 'unreadable');
      if (isUncertain) return undefined;
      throw error;
    });
    const digest = head && readDigest(head);
    if (digest) return digest;
    const response = await this.#readManifest('GET', tag, signal);
    return readDigest(response) ?? computeDigest(response.text, 'sha256');
  }

  /** Reads a manifest or an index. It has the digest, because it is computed. */
  async getDocument(
    digest: string,
    signal: AbortSignal,
  ): Promise<ImageDocument> {
    const response = await this.#readManifest('GET', digest, signal);
    this.#checkDigest(response, digest);
    return this.#parse(`The manifest ${shorten(digest)}`, () =>
      parseImageDocument(response.text, response.headers['content-type']),
    );
  }

  /** Reads the configuration of an image. It has the digest, because it is computed. */
  async getConfig(digest: string, signal: AbortSignal): Promise<ImageConfig> {
    const response = await this.#registry.read({
      method: 'GET',
      repository: this.#name,
      path: `blobs/${digest}`,
      accept: CONFIG_ACCEPT,
      maxBytes: MAX_DOCUMENT_BYTES,
      followsRedirects: true,
      signal,
    });
    this.#checkDigest(response, digest);
    return this.#parse(`The configuration ${shorten(digest)}`, () =>
      parseImageConfig(response.text),
    );
  }

  #readManifest(
    method: 'GET' | 'HEAD',
    reference: string,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    return this.#registry.read({
      method,
      repository: this.#name,
      path: `manifests/${reference}`,
      accept: MANIFEST_ACCEPT,
      maxBytes: MAX_DOCUMENT_BYTES,
      signal,
    });
  }

  #checkDigest({ text }: HttpResponse, digest: string): void {
    const [algorithm = ''] = digest.split(':');
    if (computeDigest(text, algorithm) !== digest) {
      throw new RegistryError(
        `${this.reference} sent content that does not match ${shorten(digest)}`,
        'unreadable',
      );
    }
  }

  #parse<T>(what: string, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      throw new RegistryError(
        `${what} of ${this.reference} ${
          error instanceof Error ? error.message : 'is unreadable'
        }`,
        'unreadable',
      );
    }
  }
}

/** The start of a digest, for people. */
export function shorten(digest: string): string {
  return digest.slice(0, digest.indexOf(':') + 13);
}

function readDigest({ headers }: HttpResponse): string | undefined {
  const digest = headers['docker-content-digest'];
  return typeof digest === 'string' && DIGEST.test(digest) ? digest : undefined;
}

/** The text is UTF-8, as all JSON is. */
function computeDigest(text: string, algorithm: string): string {
  return `${algorithm}:${createHash(algorithm)
    .update(text, 'utf8')
    .digest('hex')}`;
}

/**
 * Reads where the next page is. Only its query is used, so that the registry can't send the login elsewhere.
 *
 * @returns `undefined` on the last page.
 */
function findNextQuery({ headers }: HttpResponse): string | undefined {
  const link = [headers.link ?? ''].flat().join(', ');
  const target = /<([^<>]{1,2000})>\s*;[^<]*\brel="?next"?/i.exec(link)?.[1];
  if (!target || !URL.canParse(target, 'http://registry.invalid')) {
    return undefined;
  }
  return new URL(target, 'http://registry.invalid').search.slice(1);
}
