import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import type { LinearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import { listNames } from '@slipway/backstage-plugin-deployments-node';
import { RegistryError } from '../registry/registryError';
import { type RepositoryClient, shorten } from '../registry/repositoryClient';
import type { ImageFacts } from '../registry/readImageFacts';
import { mapLimited } from './mapLimited';
import { selectTags } from './selectTags';
import { type TaggedImage, toVersions } from './toVersions';

/** As many as the client has connections. */
const PARALLEL = 8;
/** How many known tags are asked again in each round whether they have moved, the longest unasked first. */
const RECHECKED = 10;
/** How many tags are remembered, also if the registry no longer lists them. */
const MAX_REMEMBERED = 20_000;

/** The versions of a repository. */
export interface RepositoryListing {
  versions: RegisterVersionRequest[];
  /** Sentences about what is not among them, and why. */
  warnings: string[];
}

interface TagState {
  /** What it pointed to when it was first seen. */
  digest: string;
  /** What it points to now, if that is something else. */
  movedTo?: string;
  checkedAt: number;
}

export interface RepositoryReaderOptions {
  client: RepositoryClient;
  match: LinearRegExp;
  newest: number;
  /** Reads what an image says about itself; remembered by digest. */
  readFacts(
    client: RepositoryClient,
    digest: string,
    signal: AbortSignal,
  ): Promise<ImageFacts>;
}

/** Reads the versions of one repository, and remembers its tags so that a tag that moves is noticed. */
export class RepositoryReader {
  readonly #options: RepositoryReaderOptions;
  readonly #tags = new Map<string, TagState>();
  #total = 0;
  #done = 0;

  constructor(options: RepositoryReaderOptions) {
    this.#options = options;
  }

  /** E.g. `registry.example.com/shop/checkout`. */
  get reference(): string {
    return this.#options.client.reference;
  }

  /** How far the present round is, for people. */
  get progress(): string {
    return this.#total === 0
      ? 'its tags are not listed yet'
      : `${this.#done} of ${this.#total} tags have been read`;
  }

  /**
   * Reads the repository once.
   *
   * @throws RegistryError if the tags can't be listed, or none of them can be read.
   */
  async read(signal: AbortSignal): Promise<RepositoryListing> {
    this.#total = 0;
    this.#done = 0;
    const { client, match, newest } = this.#options;
    const { tags, isCut } = await client.listTags(signal);
    const selected = selectTags(tags, { match, newest });
    this.#forgetMissing(new Set(tags));
    this.#total = selected.versions.length;

    const failures = new Map<string, unknown>();
    await this.#resolve(selected.versions, failures, signal);
    const images = await this.#readImages(selected.versions, failures, signal);
    this.#throwIfNothing(images, selected.versions, failures);
    const versions = toVersions(this.reference, images, newest);
    return {
      versions,
      warnings: [
        ...this.#describeFailures(failures),
        ...this.#describeMoved(selected.versions),
        ...(await this.#describeMoving(selected.moving, signal)),
        ...this.#describeLeftOut(versions.length, selected),
        ...(isCut
          ? [
              `${this.reference} has more tags than are read, so versions may be missing.`,
            ]
          : []),
      ],
    };
  }

  /** Finds what new tags point to, and asks some of the known ones whether they have moved. */
  async #resolve(
    tags: readonly string[],
    failures: Map<string, unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    const fresh = tags.filter(tag => !this.#tags.has(tag));
    const known = tags
      .filter(tag => this.#tags.has(tag) && !this.#tags.get(tag)?.movedTo)
      .sort(
        (a, b) =>
          (this.#tags.get(a)?.checkedAt ?? 0) -
          (this.#tags.get(b)?.checkedAt ?? 0),
      )
      .slice(0, RECHECKED);
    const asked = [...fresh, ...known];
    const results = await mapLimited(asked, PARALLEL, tag =>
      this.#options.client.resolveTag(tag, signal),
    );
    results.forEach((result, index) => {
      const tag = asked[index] ?? '';
      const state = this.#tags.get(tag);
      if (result.status === 'rejected') {
        // A known tag keeps what it pointed to.
        if (!state) failures.set(tag, result.reason);
        return;
      }
      const digest = result.value;
      const checkedAt = Date.now();
      this.#tags.set(tag, {
        digest: state?.digest ?? digest,
        checkedAt,
        ...(state && state.digest !== digest ? { movedTo: digest } : {}),
      });
    });
  }

  /** Groups tags by image, and reads what the images say about themselves. */
  async #readImages(
    tags: readonly string[],
    failures: Map<string, unknown>,
    signal: AbortSignal,
  ): Promise<TaggedImage[]> {
    const byDigest = new Map<string, string[]>();
    for (const tag of tags) {
      const state = this.#tags.get(tag);
      if (state && !state.movedTo) {
        byDigest.set(state.digest, [
          ...(byDigest.get(state.digest) ?? []),
          tag,
        ]);
      }
    }
    const groups = [...byDigest];
    const { client, readFacts } = this.#options;
    const results = await mapLimited(
      groups,
      PARALLEL,
      async ([digest, own]) => {
        const facts = await readFacts(client, digest, signal);
        this.#done += own.length;
        return facts;
      },
    );
    return groups.flatMap(([digest, own], index) => {
      const result = results[index];
      if (result?.status === 'fulfilled') {
        return [{ digest, tags: own, facts: result.value }];
      }
      own.forEach(tag => failures.set(tag, result?.reason));
      return [];
    });
  }

  #throwIfNothing(
    images: readonly TaggedImage[],
    tags: readonly string[],
    failures: ReadonlyMap<string, unknown>,
  ): void {
    const [[, first] = []] = failures;
    if (images.length > 0 || tags.length === 0 || first === undefined) return;
    if (first instanceof RegistryError && first.failure === 'missing') {
      throw new RegistryError(
        `${this.reference} lists ${formatTags(
          tags,
        )}, but reports that there is no such image`,
        'unavailable',
      );
    }
    throw first;
  }

  #describeFailures(failures: ReadonlyMap<string, unknown>): string[] {
    const [[, first] = []] = failures;
    if (failures.size === 0) return [];
    const reason =
      first instanceof RegistryError && first.failure === 'missing'
        ? 'the registry lists them, but reports that there is no such image'
        : describe(first);
    return [
      `${formatTags([...failures.keys()])} of ${
        this.reference
      } could not be read: ${reason}`,
    ];
  }

  #describeMoved(tags: readonly string[]): string[] {
    const moved = tags.flatMap(tag => {
      const { digest, movedTo } = this.#tags.get(tag) ?? {};
      return digest && movedTo
        ? [`${tag} (from ${shorten(digest)} to ${shorten(movedTo)})`]
        : [];
    });
    return moved.length === 0
      ? []
      : [
          `${
            this.reference
          }: these tags were moved to other images and no longer name versions: ${listNames(
            moved,
          )}. Push a new tag for a new image.`,
        ];
  }

  /** A tag such as `latest` needs no warning if its image has a version's tag too. */
  async #describeMoving(
    tags: readonly string[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const named = new Set([...this.#tags.values()].map(({ digest }) => digest));
    const results = await mapLimited(tags, PARALLEL, tag =>
      this.#options.client.resolveTag(tag, signal),
    );
    const unnamed = tags.filter((_, index) => {
      const result = results[index];
      return result?.status === 'fulfilled' && !named.has(result.value);
    });
    return unnamed.length === 0
      ? []
      : [
          `${this.reference}: the image of ${formatTags(
            unnamed,
          )} is not a version, because such tags move. Give it a tag of its own, e.g. 1.4.2.`,
        ];
  }

  #describeLeftOut(
    listed: number,
    { unmatched, dropped }: { unmatched: number; dropped: number },
  ): string[] {
    return [
      ...(listed === 0 && unmatched > 0
        ? [
            `${this.reference} has ${unmatched} tags, but none that deployments.oci.tags.match accepts as the name of a version.`,
          ]
        : []),
      ...(dropped > 0
        ? [
            `${this.reference} has ${dropped.toLocaleString(
              'en-US',
            )} unordered tags (such as hashes) that were not read, so the newest versions may be missing. Make deployments.oci.tags.match narrower.`,
          ]
        : []),
    ];
  }

  #forgetMissing(listed: ReadonlySet<string>): void {
    if (this.#tags.size <= MAX_REMEMBERED) return;
    for (const tag of this.#tags.keys()) {
      if (!listed.has(tag)) this.#tags.delete(tag);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function formatTags(tags: readonly string[]): string {
  return `the tag${tags.length === 1 ? '' : 's'} ${listNames(tags)}`;
}
