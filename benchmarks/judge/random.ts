/**
 * Pseudo-random numbers for simulations, some 10 ns each: the same seed gives the same numbers. sfc32 by Chris
 * Doty-Humphrey passes PractRand.
 */
export interface Random {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number, inclusive. */
  between(least: number, most: number): number;
  poisson(mean: number): number;
  /** The number of successes in `trials`, each with the given probability. */
  binomial(trials: number, probability: number): number;
  /** Gamma with scale 1. */
  gamma(shape: number): number;
}

/** Above this mean a Poisson number is a rounded normal one. */
const LARGE_MEAN = 60;

/** Creates a stream of numbers. Different streams of one seed are independent. */
export function createRandom(seed: number, stream: number): Random {
  let a = seed >>> 0;
  let b = stream >>> 0;
  let c = Math.floor(stream / 2 ** 32) >>> 0;
  let counter = 1;
  let spare: number | undefined;

  const uniform = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return (sum + 0.5) / 2 ** 32;
  };
  for (let i = 0; i < 15; i += 1) uniform();

  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  const poisson = (mean: number) => {
    if (mean > LARGE_MEAN) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    }
    const limit = Math.exp(-mean);
    let count = -1;
    let product = 1;
    do {
      product *= uniform();
      count += 1;
    } while (product > limit);
    return count;
  };

  /** Counts successes by jumping from one to the next. */
  const binomial = (trials: number, probability: number) => {
    if (probability <= 0) return 0;
    if (probability >= 1) return trials;
    const step = Math.log1p(-probability);
    let successes = 0;
    let at = Math.ceil(Math.log(uniform()) / step);
    while (at <= trials) {
      successes += 1;
      at += Math.ceil(Math.log(uniform()) / step);
    }
    return successes;
  };

  /** By Marsaglia and Tsang (2000). */
  const gamma = (shape: number): number => {
    if (shape < 1) {
      return gamma(shape + 1) * uniform() ** (1 / shape);
    }
    const d = shape - 1 / 3;
    const slope = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + slope * x) ** 3;
      if (
        v > 0 &&
        Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)
      ) {
        return d * v;
      }
    }
  };

  return {
    uniform,
    normal,
    between: (least, most) =>
      least + Math.floor(uniform() * (most - least + 1)),
    poisson,
    binomial,
    gamma,
  };
}
