import { createHash } from 'node:crypto';
import type { TokenServer } from './startTokenServer';

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

/** Media types of the two formats. */
const TYPES = {
  oci: {
    manifest: `${OCI}.manifest.v1+json`,
    index: `${OCI}.index.v1+json`,
    config: `${OCI}.config.v1+json`,
    layer: `${OCI}.layer.v1.tar+gzip`,
  },
  docker: {
    manifest: `${DOCKER}.distribution.manifest.v2+json`,
    index: `${DOCKER}.distribution.manifest.list.v2+json`,
    config: `${DOCKER}.container.image.v1+json`,
    layer: `${DOCKER}.image.rootfs.diff.tar.gzip`,
  },
} as const;

/** What an image says about itself. Its only layer has no content that matters. */
export interface PushedImage {
  format: keyof typeof TYPES;
  /** ISO time. */
  created?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Default: `amd64`. */
  architecture?: string;
}

/** What an index lists. */
export interface IndexEntry {
  digest: string;
  platform: { os: string; architecture: string };
  annotations?: Record<string, string>;
}

/** Puts images into a registry over its API. */
export class RegistryPusher {
  readonly #url: string;
  readonly #tokenServer: TokenServer | undefined;

  /** @param tokenServer - Issues tokens for pushing, if the registry needs them. */
  constructor(url: string, tokenServer?: TokenServer) {
    this.#url = url;
    this.#tokenServer = tokenServer;
  }

  /**
   * Pushes an image.
   *
   * @param tags - All point to it; it has none if empty.
   * @returns The digest of its manifest.
   */
  async pushImage(
    repository: string,
    tags: readonly string[],
    image: PushedImage,
  ): Promise<string> {
    const types = TYPES[image.format];
    const config = await this.#pushBlob(repository, types.config, {
      architecture: image.architecture ?? 'amd64',
      os: 'linux',
      ...(image.created ? { created: image.created } : {}),
      // Docker writes null if there are none.
      config: { Labels: image.labels ?? null },
      rootfs: { type: 'layers', diff_ids: [] },
    });
    const layer = await this.#pushBlob(repository, types.layer, 'layer');
    return this.#pushManifest(repository, tags, types.manifest, {
      schemaVersion: 2,
      mediaType: types.manifest,
      config,
      layers: [layer],
      ...(image.annotations ? { annotations: image.annotations } : {}),
    });
  }

  /** Pushes an index of images that were pushed before. */
  async pushIndex(
    repository: string,
    tags: readonly string[],
    index: {
      format: keyof typeof TYPES;
      images: IndexEntry[];
      annotations?: Record<string, string>;
    },
  ): Promise<string> {
    const types = TYPES[index.format];
    return this.#pushManifest(repository, tags, types.index, {
      schemaVersion: 2,
      mediaType: types.index,
      manifests: index.images.map(image => ({
        mediaType: types.manifest,
        size: 1,
        ...image,
      })),
      ...(index.annotations ? { annotations: index.annotations } : {}),
    });
  }

  async #pushBlob(repository: string, mediaType: string, value: unknown) {
    const content = JSON.stringify(value);
    const digest = computeDigest(content);
    const started = await this.#send(
      'POST',
      repository,
      `${this.#url}/v2/${repository}/blobs/uploads/`,
    );
    const location = new URL(started.headers.get('location') ?? '', this.#url);
    location.searchParams.set('digest', digest);
    await this.#send(
      'PUT',
      repository,
      location.href,
      'application/octet-stream',
      content,
    );
    return { mediaType, digest, size: Buffer.byteLength(content) };
  }

  async #pushManifest(
    repository: string,
    tags: readonly string[],
    mediaType: string,
    manifest: unknown,
  ): Promise<string> {
    const content = JSON.stringify(manifest);
    const digest = computeDigest(content);
    for (const reference of [digest, ...tags]) {
      await this.#send(
        'PUT',
        repository,
        `${this.#url}/v2/${repository}/manifests/${reference}`,
        mediaType,
        content,
      );
    }
    return digest;
  }

  async #send(
    method: string,
    repository: string,
    url: string,
    contentType?: string,
    body?: string,
  ): Promise<Response> {
    const token = this.#tokenServer?.issue(repository, ['pull', 'push']);
    const response = await fetch(url, {
      method,
      headers: {
        ...(contentType ? { 'Content-Type': contentType } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${url}: ${response.status} ${await response.text()}`,
      );
    }
    // Frees the connection.
    await response.arrayBuffer();
    return response;
  }
}

function computeDigest(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
