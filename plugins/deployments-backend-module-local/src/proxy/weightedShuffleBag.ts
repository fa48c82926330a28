/**
 * Percent of traffic of a route, 0 to 100. If all weights add up to less than 100, the rest of the draws returns
 * nothing.
 */
export interface WeightedRoute {
  id: string;
  weight: number;
}

/**
 * Creates a weighted shuffle bag: in each 100 draws a route gets exactly its percentage, in random order. A weight with
 * a fraction is rounded to a tenth of a percent, and is exact over each 1000 draws. With independent draws a canary at 10 % would get between 4 and 16 of
 * 100 requests, which would delay its measurements; a fixed order could align with clients that alternate between two
 * requests.
 *
 * @returns A function that draws an id, or `undefined` for the share that isn't assigned to a route.
 */
export function createShuffleBag(
  routes: readonly WeightedRoute[],
  random: () => number = Math.random,
): () => string | undefined {
  // Fractions of a percent need a larger bag. A larger bag than necessary would bring the variance back.
  const size = routes.every(({ weight }) => Number.isInteger(weight))
    ? 100
    : 1_000;
  const ids: Array<string | undefined> = [];
  for (const { id, weight } of routes) {
    const share = Math.round((weight * size) / 100);
    for (let n = 0; n < share && ids.length < size; n++) ids.push(id);
  }
  while (ids.length < size) ids.push(undefined);

  let remaining = 0;
  return () => {
    if (remaining === 0) remaining = ids.length;
    // Fisher-Yates, one step per draw: the drawn id moves behind those that are still in the bag.
    const index = Math.floor(random() * remaining);
    remaining -= 1;
    const drawn = ids[index];
    ids[index] = ids[remaining];
    ids[remaining] = drawn;
    return drawn;
  };
}
