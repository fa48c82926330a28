/** What container runtimes put before an image in their reports, e.g. `docker-pullable://`. */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//;
const REGISTRY = /^(?:[a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const DOCKER_HUB = 'docker.io';
/** Tags that point to another image with each build, by convention. */
const MOVING_TAG =
  /^(?:latest|main|master|trunk|head|develop|development|dev|edge|nightly|canary|next|snapshot|stable|staging|stage|test|production|prod|release|current)$/i;
/** Longer references are no references. Registries limit repositories to 255 characters. */
const MAX_LENGTH = 700;

/**
 * Spells an image reference in one way, so that references to the same image can be compared as texts:
 * `registry/repository@digest`, or `registry/repository:tag` without a digest. A tag next to a digest is dropped, because the
 * digest decides; Docker Hub's registry, `library/` and `:latest` are added where they are left out, as `docker pull` does.
 *
 * @param reference - As in a pod's `image` or `imageID`, e.g. `docker-pullable://nginx@sha256:…`.
 * @returns `undefined` if it is not an image reference.
 * @public
 */
export function normalizeImage(reference: string): string | undefined {
  if (reference.length > MAX_LENGTH) return undefined;
  const [named, digest, ...more] = reference.replace(SCHEME, '').split('@');
  if (!named || more.length > 0 || DIGEST.test(named)) return undefined;
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  const { registry, path } = splitRegistry(named);
  const [repository, tag = 'latest', ...rest] = path.split(':');
  const isValid =
    rest.length === 0 &&
    repository !== undefined &&
    REGISTRY.test(registry) &&
    REPOSITORY.test(repository) &&
    TAG.test(tag);
  if (!isValid) return undefined;
  const isOfficial = registry === DOCKER_HUB && !repository.includes('/');
  const name = `${registry}/${isOfficial ? 'library/' : ''}${repository}`;
  return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
}

/** The first part is a registry if it can't be part of a repository on Docker Hub. */
function splitRegistry(named: string): { registry: string; path: string } {
  const slash = named.indexOf('/');
  const first = named.slice(0, slash);
  if (slash === -1 || !(/[.:]/.test(first) || first === 'localhost')) {
    return { registry: DOCKER_HUB, path: named };
  }
  const registry = first.toLowerCase();
  return {
    registry: registry === 'index.docker.io' ? DOCKER_HUB : registry,
    path: named.slice(slash + 1),
  };
}

/**
 * A repository of a registry, e.g. `shop/checkout` of `registry.example.com`.
 *
 * @public
 */
export interface RepositoryAddress {
  /** Host and port as {@link normalizeImage} spells them. */
  registry: string;
  /** The path within the registry, without a tag, e.g. `shop/checkout`. */
  name: string;
}

/**
 * Splits `registry/repository`, spelled as by {@link normalizeImage}.
 *
 * @returns `undefined` if it is something else, e.g. an image with a tag.
 * @public
 */
export function splitRepository(
  reference: string,
): RepositoryAddress | undefined {
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const image = /[@:]/.test(last) ? undefined : normalizeImage(reference);
  if (!image) return undefined;
  const slash = image.indexOf('/');
  return {
    registry: image.slice(0, slash),
    name: image.slice(slash + 1, image.lastIndexOf(':')),
  };
}

/**
 * Whether a tag points to another image with each build, by convention, e.g. `latest` or `main`. It says nothing about which
 * version an image is.
 *
 * @public
 */
export function isMovingTag(tag: string): boolean {
  return MOVING_TAG.test(tag);
}
