import { createHash } from 'node:crypto';

/** Chance that a seed decides: the same seed and the same words give the same number. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole, both bounds included. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** A stream of numbers of its own; streams of other names do not move it. */
export function createRandom(seed: number, stream: string): Random {
  let drawn = 0;
  return createRandomFrom(() => {
    drawn += 1;
    return draw(seed, stream, drawn);
  });
}

/** One number in [0, 1) for what these words name, whenever and however often it is asked for. */
export function draw(seed: number, ...words: (string | number)[]): number {
  const hash = createHash('sha256').update([seed, ...words].join('\0'));
  return hash.digest().readUInt32BE(0) / 2 ** 32;
}

function createRandomFrom(next: () => number): Random {
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: share => next() < share,
    pick(list) {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) {
        throw new Error('Nothing to pick from');
      }
      return picked;
    },
  };
}
