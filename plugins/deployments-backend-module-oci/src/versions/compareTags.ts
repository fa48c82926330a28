/** A tag that starts like a version: its numbers, and what follows them. */
interface ParsedTag {
  numbers: number[];
  suffix: string;
}

const VERSION = /^v?(\d{1,15}(?:\.\d{1,15})*)(?![0-9a-zA-Z])(.*)$/;

/**
 * Compares two tags by the versions that they name, the newer one first: by numbers, then a release before its
 * pre-releases, then by suffix.
 */
export function compareTags(a: string, b: string): number {
  const one = parseTag(a);
  const other = parseTag(b);
  if (!one || !other) {
    return Number(!one) - Number(!other) || compareTexts(b, a);
  }
  const length = Math.max(one.numbers.length, other.numbers.length);
  for (let index = 0; index < length; index++) {
    const difference = (other.numbers[index] ?? 0) - (one.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return (
    Number(one.suffix !== '') - Number(other.suffix !== '') ||
    compareTexts(other.suffix, one.suffix) ||
    compareTexts(b, a)
  );
}

/** Whether the tag's name says how old it is compared to others, unlike the hash of a commit. */
export function isOrdered(tag: string): boolean {
  return parseTag(tag) !== undefined;
}

/**
 * Chooses the tag that names an image best: the one that the image itself calls its version, else the one with the most
 * numbers and the shortest suffix, e.g. `1.4.2` of `1`, `1.4`, `1.4.2-rc.1` and `1.4.2`.
 */
export function chooseTag(
  tags: readonly string[],
  version: string | undefined,
): string | undefined {
  const plain = (text: string) => text.replace(/^v(?=\d)/, '');
  const own = tags.find(
    tag => version !== undefined && plain(tag) === plain(version),
  );
  if (own !== undefined) return own;
  const [best] = [...tags].sort((a, b) => {
    const one = parseTag(a);
    const other = parseTag(b);
    return (
      (other?.numbers.length ?? 0) - (one?.numbers.length ?? 0) ||
      (one?.suffix.length ?? 0) - (other?.suffix.length ?? 0) ||
      compareTags(a, b)
    );
  });
  return best;
}

function parseTag(tag: string): ParsedTag | undefined {
  const match = VERSION.exec(tag);
  if (!match) return undefined;
  const [, numbers = '', suffix = ''] = match;
  return { numbers: numbers.split('.').map(Number), suffix };
}

/** Compares numbers within texts as numbers: `rc.2` before `rc.10`. */
function compareTexts(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
