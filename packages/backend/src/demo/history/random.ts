/** Pseudo-random values that depend only on the seed. */
export interface SeededRandom {
  /** In [0, 1). */
  share(): number;
  between(from: number, to: number): number;
  /** Poisson-distributed count with this mean. */
  count(mean: number): number;
  /** Log-normally distributed value, like a duration: mostly near the median, sometimes far above it. */
  around(median: number, spread: number): number;
  /** Picks one element. */
  pick<T>(list: readonly T[]): T;
}

/** Creates a stream of values. */
export function createSeededRandom(seed: string): SeededRandom {
  let state = [...seed].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0,
    0x811c9dc5,
  );
  // Mulberry32, by Tommy Ettinger (public domain).
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    share,
    between: (from, to) => from + share() * (to - from),
    count(mean) {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = share(); product > limit; product *= share()) count++;
      return count;
    },
    around(median, spread) {
      const normal =
        Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share());
      return median * Math.exp(normal * spread);
    },
    pick: list => list[Math.floor(share() * list.length)],
  };
}
