import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ImageFile, packFiles } from './packFiles';

/** What an image contains and runs. */
export interface ImageContent {
  entrypoint: string[];
  files: ImageFile[];
  env?: Record<string, string>;
  /** E.g. `{ 'org.opencontainers.image.revision': '4f1c2a9' }`. */
  labels?: Record<string, string>;
  /** When it was built, as an ISO time. Default: always the same, so that the same content has the same digest. */
  created?: string;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

interface Layer {
  descriptor: Descriptor;
  /** Digest of the layer before compression. */
  diffId: string;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Times are part of a digest. */
const DEFAULT_CREATED = '2026-01-01T00:00:00Z';

const ARCHITECTURES: Partial<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
};

function computeDigest(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Writes the file complete or not at all: several processes use one folder. */
async function writeAtomically(
  file: string,
  content: Buffer | string,
): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

async function writeBlob(
  folder: string,
  mediaType: string,
  content: Buffer,
): Promise<Descriptor> {
  const digest = computeDigest(content);
  const file = join(folder, 'blobs/sha256', digest.slice('sha256:'.length));
  if (!existsSync(file)) await writeAtomically(file, content);
  return { mediaType, digest, size: content.length };
}

/** Digests of large files that are in many images. */
const digests = new WeakMap<Buffer, string>();

function digestContent(content: Buffer | string): string {
  if (typeof content === 'string') return computeDigest(Buffer.from(content));
  const digest = digests.get(content) ?? computeDigest(content);
  digests.set(content, digest);
  return digest;
}

/** Packs and compresses files, unless an earlier image had the same: for Node that takes seconds. */
async function writeLayer(folder: string, files: ImageFile[]): Promise<Layer> {
  const key = createHash('sha256')
    .update(
      JSON.stringify(
        files.map(({ path, mode, content }) => [
          path,
          mode,
          digestContent(content),
        ]),
      ),
    )
    .digest('hex');
  const memo = join(folder, `${key}.json`);
  if (existsSync(memo)) return JSON.parse(readFileSync(memo, 'utf8'));

  const tar = packFiles(files);
  const compressed = await promisify(gzip)(tar, { level: 1 });
  const layer = {
    descriptor: await writeBlob(folder, LAYER, compressed),
    diffId: computeDigest(tar),
  };
  await writeAtomically(memo, JSON.stringify(layer));
  return layer;
}

/**
 * Writes an image of one layer as an OCI image layout, without Docker.
 *
 * @param folder - For layers and layouts; images that share files share the layer.
 * @returns The folder of the layout, which contains this image alone, and the digest of its manifest (`sha256:…`).
 */
export async function writeImage(
  folder: string,
  image: ImageContent,
): Promise<{ layout: string; digest: string }> {
  const architecture = ARCHITECTURES[process.arch];
  if (!architecture) throw new Error(`No images for ${process.arch}`);
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });

  const layer = await writeLayer(folder, image.files);
  const created = image.created ?? DEFAULT_CREATED;
  const toBuffer = (value: unknown) => Buffer.from(JSON.stringify(value));
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', ...image.env };
  const config = await writeBlob(
    folder,
    CONFIG,
    toBuffer({
      architecture,
      os: 'linux',
      created,
      config: {
        Entrypoint: image.entrypoint,
        Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
        WorkingDir: '/',
        ...(image.labels ? { Labels: image.labels } : {}),
      },
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
      history: [{ created }],
    }),
  );
  const manifest = await writeBlob(
    folder,
    MANIFEST,
    toBuffer({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config,
      layers: [layer.descriptor],
    }),
  );

  const layout = join(folder, manifest.digest.slice('sha256:'.length));
  mkdirSync(layout, { recursive: true });
  await writeAtomically(
    join(layout, 'oci-layout'),
    JSON.stringify({ imageLayoutVersion: '1.0.0' }),
  );
  await writeAtomically(
    join(layout, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
  );
  return { layout, digest: manifest.digest };
}
