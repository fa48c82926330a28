import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import { RegistryError } from '../registry/registryError';
import { mapLimited } from './mapLimited';
import type { RepositoryListing, RepositoryReader } from './repositoryReader';

/** How long a caller waits for a repository that is being read. Slipway itself waits five seconds for a source. */
const WAIT_MS = 4_000;
/** How long a repository may take in all. */
const READ_MS = 60_000;
/** How soon a repository is read again after an error. */
const RETRY_MS = 10_000;
/** Repositories that nobody asked for since then are no longer refreshed. */
const REFRESHED_FOR_MS = 3_600_000;
const MAX_REPOSITORIES = 5_000;
const PARALLEL = 4;

interface Entry {
  reader: RepositoryReader;
  askedAt: number;
  listing?: RepositoryListing;
  listedAt: number;
  failure?: { error: Error; retryAt: number };
  reading?: Promise<void>;
}

/** Keeps the versions of repositories, so that they can be listed without asking the registry. */
export class RepositoryCache {
  readonly #createReader: (key: string) => RepositoryReader;
  readonly #refreshMs: number;
  readonly #waitMs: number;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new AbortController();

  /**
   * @param options - `createReader` creates the reader of a repository, e.g. `registry.example.com/shop/checkout`; `refreshMs`
   *   is how old a listing may be; `waitMs` is for tests.
   */
  constructor(options: {
    createReader(key: string): RepositoryReader;
    refreshMs: number;
    waitMs?: number;
  }) {
    this.#createReader = options.createReader;
    this.#refreshMs = options.refreshMs;
    this.#waitMs = options.waitMs ?? WAIT_MS;
  }

  /**
   * Returns the versions of a repository: immediately if they were read lately, else after reading them. If that fails or
   * takes long, returns the last ones with a warning.
   *
   * @throws RegistryError if there are no earlier ones.
   */
  async list(key: string, signal: AbortSignal): Promise<RepositoryListing> {
    const entry = this.#findEntry(key);
    if (this.#isFresh(entry) && entry.listing) return entry.listing;
    if (!entry.failure || entry.failure.retryAt <= Date.now()) {
      await waitFor(this.#read(entry), this.#waitMs, signal);
    }
    const { listing, failure, reader } = entry;
    if (listing && this.#isFresh(entry)) return listing;
    const reason =
      failure?.error.message ?? `the registry is slow: ${reader.progress}`;
    if (listing) {
      const age = formatDuration(Date.now() - entry.listedAt);
      return {
        ...listing,
        warnings: [
          ...listing.warnings,
          `${reader.reference} could not be refreshed; showing its versions from ${age} ago: ${reason}`,
        ],
      };
    }
    throw (
      failure?.error ??
      new RegistryError(
        `${reader.reference} is still being read: ${reader.progress}. Reload in a moment.`,
        'unavailable',
      )
    );
  }

  /** Reads again the repositories that somebody asked for lately. Never throws. */
  async refresh(): Promise<void> {
    const now = Date.now();
    const wanted = [...this.#entries.values()].filter(
      ({ askedAt, failure }) =>
        askedAt > now - REFRESHED_FOR_MS && (failure?.retryAt ?? 0) <= now,
    );
    await mapLimited(wanted, PARALLEL, entry => this.#read(entry));
  }

  /** Stops reading. */
  close(): void {
    this.#closing.abort();
  }

  #findEntry(key: string): Entry {
    const known = this.#entries.get(key);
    const entry = known ?? {
      reader: this.#createReader(key),
      askedAt: 0,
      listedAt: 0,
    };
    entry.askedAt = Date.now();
    // The one that was asked for longest ago comes first.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size > MAX_REPOSITORIES) {
      this.#entries.delete(oldest);
    }
    return entry;
  }

  /** The scheduler is late sometimes, so a listing may be somewhat older than the interval. */
  #isFresh({ listing, listedAt, failure }: Entry): boolean {
    return (
      listing !== undefined &&
      failure === undefined &&
      Date.now() - listedAt < 2 * this.#refreshMs
    );
  }

  /** Simultaneous callers share one read. Never rejects. */
  #read(entry: Entry): Promise<void> {
    entry.reading ??= this.#readOnce(entry).finally(() => {
      delete entry.reading;
    });
    return entry.reading;
  }

  async #readOnce(entry: Entry): Promise<void> {
    // In Node 20, a signal of AbortSignal.timeout() that only AbortSignal.any() knows may be collected before it aborts.
    const ending = new AbortController();
    const end = () => ending.abort();
    const timer = setTimeout(() => {
      ending.abort(
        new RegistryError(
          `${entry.reader.reference} was not read within ${formatDuration(
            READ_MS,
          )}`,
          'unavailable',
        ),
      );
    }, READ_MS);
    this.#closing.signal.addEventListener('abort', end);
    if (this.#closing.signal.aborted) end();
    try {
      entry.listing = await entry.reader.read(ending.signal);
      entry.listedAt = Date.now();
      delete entry.failure;
    } catch (caught) {
      const cause = ending.signal.aborted ? ending.signal.reason : caught;
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const retryAt = error instanceof RegistryError ? error.retryAt ?? 0 : 0;
      entry.failure = {
        error,
        retryAt: Math.max(retryAt, Date.now() + RETRY_MS),
      };
    } finally {
      clearTimeout(timer);
      this.#closing.signal.removeEventListener('abort', end);
    }
  }
}

/** Waits for work that continues when the wait is over. */
async function waitFor(
  work: Promise<void>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  let stop = () => {};
  const stopped = new Promise<void>(resolve => {
    stop = resolve;
  });
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop);
  try {
    await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
