import type {
  Descriptor,
  ImageConfig,
  ImageDocument,
  Texts,
} from './imageDocuments';
import { isImageConfig } from './imageDocuments';
import type { RepositoryClient } from './repositoryClient';

/** What an image says about itself. */
export interface ImageFacts {
  /** When it was built, in epoch milliseconds. */
  createdAt?: number;
  /** The commit that it was built from. */
  revision?: string;
  version?: string;
}

const PREFIX = 'org.opencontainers.image.';
/** Reproducible builds write 1970 or 1980. There were no container images before 2013. */
const EARLIEST = Date.UTC(2013, 0, 1);
/** Clocks differ. */
const LATEST_AHEAD_MS = 24 * 3_600_000;
/** Commit ids of Git and Mercurial. Other texts, such as `main`, name no commit. */
const REVISION = /^[0-9a-f]{7,64}$/i;

/**
 * Reads what an image says about itself: from the annotations of its index and its manifest, then from its labels. Of an
 * index, reads the image for linux/amd64, or else the first.
 *
 * @throws RegistryError
 */
export async function readImageFacts(
  repository: RepositoryClient,
  digest: string,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const annotations: Texts[] = [];
  let document: ImageDocument = await repository.getDocument(digest, signal);
  annotations.push(document.annotations);
  if (document.kind === 'index') {
    const chosen = chooseImage(document.manifests);
    if (!chosen) return toFacts(annotations);
    annotations.push(chosen.annotations ?? {});
    document = await repository.getDocument(chosen.digest, signal);
    annotations.push(document.annotations);
  }
  if (document.kind === 'index' || !isImageConfig(document.config)) {
    return toFacts(annotations);
  }
  const config = await repository.getConfig(document.config.digest, signal);
  return toFacts(annotations, config);
}

/** Chooses the image for linux/amd64, or else the first that is for a platform: build tools list attestations beside images. */
function chooseImage(manifests: readonly Descriptor[]): Descriptor | undefined {
  const images = manifests.filter(
    ({ platform, annotations }) =>
      platform?.os !== 'unknown' &&
      annotations?.['vnd.docker.reference.type'] === undefined,
  );
  return (
    images.find(
      ({ platform }) =>
        platform?.os === 'linux' && platform.architecture === 'amd64',
    ) ?? images[0]
  );
}

function toFacts(
  annotations: readonly Texts[],
  config?: ImageConfig,
): ImageFacts {
  const labels = config?.config?.Labels ?? {};
  const find = (sources: readonly Texts[], name: string) =>
    sources
      .map(texts => texts[`${PREFIX}${name}`]?.trim())
      .find(value => value !== undefined && value !== '');
  const createdAt = [
    find(annotations, 'created'),
    // A label may be inherited from the base image, which is older.
    config?.created ?? undefined,
    find([labels], 'created'),
  ]
    .map(parseTime)
    .find(time => time !== undefined);
  const revision = find([...annotations, labels], 'revision');
  const version = find([...annotations, labels], 'version');
  return {
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(revision !== undefined && REVISION.test(revision) ? { revision } : {}),
    ...(version === undefined ? {} : { version }),
  };
}

function parseTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return time >= EARLIEST && time <= Date.now() + LATEST_AHEAD_MS
    ? time
    : undefined;
}
