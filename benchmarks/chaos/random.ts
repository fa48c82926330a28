import { createHash } from 'node:crypto';

/** Pseudo-random values: the same seed and words give the same number. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer, inclusive. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Creates an independent stream of numbers. */
export function createRandom(seed: number, stream: string): Random {
  let drawn = 0;
  return createRandomFrom(() => {
    drawn += 1;
    return draw(seed, stream, drawn);
  });
}

/** Draws a number in [0, 1) that depends only on the seed and the keys. */
export function draw(seed: number, ...keys: (string | number)[]): number {
  const hash = createHash('sha256').update([seed, ...keys].join('\0'));
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
