import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the registry answers; `undefined` for 404, `'silence'` for no answer at all. */
export type Answer =
  | {
      status?: number;
      headers?: Record<string, string>;
      body?: unknown;
    }
  | 'silence'
  | undefined;

/** A request, as the registry got it. */
export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  authorization?: string;
}

/** A server that answers as a test says. */
export interface UnusualRegistry {
  host: string;
  requests: ReceivedRequest[];
  close(): Promise<void>;
}

/**
 * Starts a server on a free loopback port. It answers as real registries don't here, but elsewhere: with headers missing, in
 * pages, or not as a registry at all.
 */
export async function startUnusualRegistry(
  answer: (request: ReceivedRequest) => Answer,
): Promise<UnusualRegistry> {
  const requests: ReceivedRequest[] = [];
  const server = http.createServer((request, response) => {
    const { authorization } = request.headers;
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      ...(authorization ? { authorization } : {}),
    };
    requests.push(received);
    const result = answer(received);
    if (result === 'silence') return;
    const { status = 200, headers = {}, body = '' } = result ?? { status: 404 };
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' ? undefined : toText(body));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Documents of images, by tag and by digest. */
export interface TestImages {
  /** Answers the requests of a registry that has them, without the header that names a digest. */
  answer(request: ReceivedRequest): Answer;
  /** Adds an image, and returns its digest. */
  add(
    tag: string,
    image: { created?: string; revision?: string; manifest?: object },
  ): string;
  tags: string[];
}

/** Creates images without content. */
export function createTestImages(): TestImages {
  const documents = new Map<string, { type: string; text: string }>();
  const tags: string[] = [];
  const put = (type: string, value: unknown) => {
    const text = toText(value);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    documents.set(digest, { type, text });
    return digest;
  };
  return {
    tags,
    add(tag, { created, revision, manifest = {} }) {
      const config = put('application/vnd.oci.image.config.v1+json', {
        tag,
        created,
        config: {
          Labels: revision
            ? { 'org.opencontainers.image.revision': revision }
            : null,
        },
      });
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const digest = put(type, {
        schemaVersion: 2,
        config: {
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: config,
          size: 1,
        },
        layers: [],
        ...manifest,
      });
      const document = documents.get(digest);
      if (document) documents.set(tag, document);
      tags.push(tag);
      return digest;
    },
    answer({ path }) {
      if (path.includes('/tags/list')) return { body: { tags } };
      const reference = path.slice(path.lastIndexOf('/') + 1);
      const document = documents.get(reference);
      return (
        document && {
          headers: { 'Content-Type': document.type },
          body: document.text,
        }
      );
    },
  };
}

function toText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
