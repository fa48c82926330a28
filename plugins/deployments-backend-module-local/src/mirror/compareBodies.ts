import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** A complete body. */
export interface Body {
  bytes: Buffer;
  /** Values of the headers, if present. */
  contentType?: string;
  contentEncoding?: string;
}

const MAX_FIELDS = 10;
const MAX_FIELD_LENGTH = 100;
/** Bodies that are nested more deeply than this are compared by their bytes. */
const MAX_DEPTH = 100;
/** Largest body after decompression, in bytes. */
const MAX_DECOMPRESSED_BYTES = 512 * 1024;

const DECOMPRESS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Compares two bodies: JSON by its fields, others by their bytes.
 *
 * @param ignored - Names of fields that may differ, at any depth.
 * @returns Whether they are equal, and which fields differ, at most 10.
 */
export async function compareBodies(
  baseline: Body,
  candidate: Body,
  ignored: ReadonlySet<string>,
): Promise<{ equal: boolean; fields: string[] }> {
  const isSameEncoding = baseline.contentEncoding === candidate.contentEncoding;
  if (isSameEncoding && baseline.bytes.equals(candidate.bytes)) {
    return { equal: true, fields: [] };
  }
  const [a, b] = await Promise.all([
    decompress(baseline),
    decompress(candidate),
  ]);
  if (!a || !b) return { equal: false, fields: [] };
  if (a.equals(b)) return { equal: true, fields: [] };
  if (!isJson(baseline) || !isJson(candidate)) {
    return { equal: false, fields: [] };
  }
  try {
    const fields: string[] = [];
    const compared = [JSON.parse(a.toString()), JSON.parse(b.toString())];
    findDifferences(compared[0], compared[1], ignored, [], fields);
    return {
      equal: fields.length === 0,
      fields: fields.filter(field => field !== ''),
    };
  } catch {
    return { equal: false, fields: [] };
  }
}

function isJson({ contentType = '' }: Body): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(contentType);
}

async function decompress({
  bytes,
  contentEncoding = 'identity',
}: Body): Promise<Buffer | undefined> {
  if (contentEncoding === 'identity') return bytes;
  try {
    return await DECOMPRESS.get(contentEncoding)?.(bytes, {
      maxOutputLength: MAX_DECOMPRESSED_BYTES,
    });
  } catch {
    return undefined;
  }
}

/** Adds the paths at which two JSON values differ. */
function findDifferences(
  a: unknown,
  b: unknown,
  ignored: ReadonlySet<string>,
  path: readonly string[],
  found: string[],
): void {
  if (a === b || found.length >= MAX_FIELDS) return;
  const bothObjects =
    typeof a === 'object' &&
    typeof b === 'object' &&
    a !== null &&
    b !== null &&
    Array.isArray(a) === Array.isArray(b);
  if (!bothObjects || path.length >= MAX_DEPTH) {
    found.push(path.join('.').slice(0, MAX_FIELD_LENGTH));
    return;
  }
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (ignored.has(key)) continue;
    if (left.has(key) !== right.has(key)) {
      if (found.length >= MAX_FIELDS) return;
      found.push([...path, key].join('.').slice(0, MAX_FIELD_LENGTH));
    } else {
      findDifferences(
        left.get(key),
        right.get(key),
        ignored,
        [...path, key],
        found,
      );
    }
  }
}
