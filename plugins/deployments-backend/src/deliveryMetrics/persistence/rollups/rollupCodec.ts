/** One row of a metric, reduced to what is aggregated. */
export interface Sample {
  /** Epoch milliseconds. */
  at: number;
  /** A non-negative integer; 0 where rows are only counted. */
  value: number;
}

/** The samples of one day, compressed to about three bytes each. */
export interface Compressed {
  n: number;
  least: number;
  most: number;
  /** Base64 of pairs: the distance from the previous slot, and the number of samples in the slot. */
  slots: string;
  /** Base64 of differences: in each slot, the first value minus `least`, then each value minus the previous one. */
  samples: string;
}

/** Increase it when the same rows are compressed differently; then everything is compressed again. */
export const COMPRESSION_VERSION = 1;
/** Time zones differ from UTC by multiples of a quarter of an hour, so that their days start with a slot. */
export const SLOT_MS = 900_000;

/**
 * Returns the histogram bucket of a value; buckets rise with the values. There are eight per doubling, so that few
 * values surround a percentile. Stored data depends on it: see {@link PACKING_VERSION}.
 */
export function toBin(value: number): number {
  if (value < 8) return value;
  const high = Math.floor(value / 2 ** 32);
  const exponent = high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(value);
  return 8 * (exponent - 3) + Math.floor(value / 2 ** (exponent - 3));
}

/** Compresses the samples of a day. `samples`: at least one, all of the day. */
export function compress(day: number, samples: readonly Sample[]): Compressed {
  const ordered = samples
    .map(({ at, value }) => ({
      slot: Math.floor((at - day) / SLOT_MS),
      value,
    }))
    .sort((a, b) => a.slot - b.slot || a.value - b.value);
  let least = Infinity;
  let most = -Infinity;
  for (const { value } of ordered) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const slots: number[] = [];
  const values: number[] = [];
  let slot = 0;
  for (let i = 0; i < ordered.length; ) {
    const first = i;
    const at = ordered[first].slot;
    let before = least;
    for (; i < ordered.length && ordered[i].slot === at; i++) {
      write(values, ordered[i].value - before);
      before = ordered[i].value;
    }
    write(slots, at - slot);
    write(slots, i - first);
    slot = at;
  }
  return {
    n: ordered.length,
    least,
    most,
    slots: Buffer.from(slots).toString('base64'),
    samples: Buffer.from(values).toString('base64'),
  };
}

/** Calls back with the number of samples of each slot of the day, in order of time. */
export function forEachSlot(
  slots: string,
  each: (slot: number, count: number) => void,
): void {
  const bytes = Buffer.from(slots, 'base64');
  const at = { offset: 0 };
  let slot = 0;
  while (at.offset < bytes.length) {
    slot += read(bytes, at);
    each(slot, read(bytes, at));
  }
}

/** Returns all values, slot by slot, ascending within a slot. */
export function decompressValues({
  n,
  least,
  slots,
  samples,
}: Omit<Compressed, 'most'>): Float64Array {
  const bytes = Buffer.from(samples, 'base64');
  const values = new Float64Array(n);
  let filled = 0;
  let offset = 0;
  forEachSlot(slots, (_, count) => {
    let value = least;
    // The same as `read`, without millions of function calls.
    for (let i = 0; i < count; i++) {
      let byte = bytes[offset++];
      value += byte % 128;
      for (let weight = 128; byte >= 128; weight *= 128) {
        byte = bytes[offset++];
        value += (byte % 128) * weight;
      }
      values[filled++] = value;
    }
  });
  return values;
}

/** Writes a number in groups of seven bits, the lowest first; the eighth bit says that more follow. */
function write(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function read(bytes: Uint8Array, at: { offset: number }): number {
  let value = 0;
  for (let weight = 1; ; weight *= 128) {
    const byte = bytes[at.offset];
    at.offset += 1;
    value += (byte % 128) * weight;
    if (byte < 128) return value;
  }
}
