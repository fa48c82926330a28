/** One row of a metric, as far as it is added up. */
export interface Sample {
  /** Epoch milliseconds. */
  at: number;
  /** A whole number, not negative; 0 where rows are only counted. */
  value: number;
}

/** Samples of one day, small: about three bytes for each. */
export interface Compressed {
  n: number;
  least: number;
  most: number;
  /** Base64 of pairs: how many slots after the one before, and how many samples are in it. */
  slots: string;
  /** Base64: of each slot how much the first value exceeds `least`, and each other one the one before it. */
  samples: string;
}

/** Rises when the same rows are packed otherwise: what was packed before is then packed anew. */
export const PACKING_VERSION = 1;
/** Time zones differ from UTC by whole quarters of an hour, so that their days begin with a slot. */
export const SLOT_MS = 900_000;

/**
 * Which of many ranges of values, rising with it, a value is in. They are eight for each doubling, so that the values
 * around a percentile are few of all. What is stored depends on it: see {@link PACKING_VERSION}.
 */
export function toBin(value: number): number {
  if (value < 8) return value;
  const high = Math.floor(value / 2 ** 32);
  const exponent = high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(value);
  return 8 * (exponent - 3) + Math.floor(value / 2 ** (exponent - 3));
}

/** `samples`: at least one, all of the day. */
export function pack(day: number, samples: readonly Sample[]): Compressed {
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

/** How many samples there are in which slot of the day, in order of time. */
export function eachSlot(
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

/** All values: those of a slot behind those of the one before, and within a slot rising. */
export function unpackValues({
  n,
  least,
  slots,
  samples,
}: Omit<Compressed, 'most'>): Float64Array {
  const bytes = Buffer.from(samples, 'base64');
  const values = new Float64Array(n);
  let filled = 0;
  let offset = 0;
  eachSlot(slots, (_, count) => {
    let value = least;
    // As `read` does, without a call for each of millions.
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

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
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
