import { type ImageFacts, readImageFacts } from '../registry/readImageFacts';
import type { RepositoryReaderOptions } from './repositoryReader';

/** Each entry is some 100 bytes. */
const MAX_ENTRIES = 20_000;

/**
 * Creates a function that reads what an image says about itself, and remembers it by digest: what a digest stands for never
 * changes. The entries that were used longest ago are forgotten first.
 */
export function createFactsCache(): RepositoryReaderOptions['readFacts'] {
  const known = new Map<string, ImageFacts>();
  return async (client, digest, signal) => {
    const facts =
      known.get(digest) ?? (await readImageFacts(client, digest, signal));
    known.delete(digest);
    known.set(digest, facts);
    const [oldest] = known.keys();
    if (known.size > MAX_ENTRIES && oldest !== undefined) known.delete(oldest);
    return facts;
  };
}
