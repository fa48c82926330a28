/** Percent of traffic per route; what is missing to 100 goes nowhere. */
export interface WeightedRoute {
  id: string;
  weight: number;
}

/**
 * Draws routes like cards: of each 100 draws a route gets exactly its percentage, in random order; with fractions of a
 * percent, which count to a tenth, of each 1000. Independent draws would give a canary at 10 % anything between 4 and 16
 * of 100 requests, and its measurements would wait for it; a fixed order would fall in step with clients that alternate
 * between two requests.
 *
 * @returns the id drawn, `undefined` for the share that nobody has.
 */
export function createDeck(
  routes: readonly WeightedRoute[],
  random: () => number = Math.random,
): () => string | undefined {
  // Fractions of a percent need a larger deck; a larger deck than needed only brings the scatter back.
  const size = routes.every(({ weight }) => Number.isInteger(weight))
    ? 100
    : 1_000;
  const cards: Array<string | undefined> = [];
  for (const { id, weight } of routes) {
    const share = Math.round((weight * size) / 100);
    for (let n = 0; n < share && cards.length < size; n++) cards.push(id);
  }
  while (cards.length < size) cards.push(undefined);

  let left = 0;
  return () => {
    if (left === 0) left = cards.length;
    // Fisher-Yates, one step per draw: the drawn card goes behind those still in the deck.
    const index = Math.floor(random() * left);
    left -= 1;
    const drawn = cards[index];
    cards[index] = cards[left];
    cards[left] = drawn;
    return drawn;
  };
}
