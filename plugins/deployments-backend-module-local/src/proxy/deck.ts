/** Percent of traffic per route; what is missing to 100 goes nowhere. */
export interface WeightedRoute {
  id: string;
  weight: number;
}

/**
 * Draws routes like cards: of each 100 draws a route gets exactly its percentage, in random order. Independent draws
 * would give a canary at 10 % and few requests anything between 4 and 16 of 100, and its measurements would wait for it;
 * a fixed order would fall in step with clients that alternate between two requests.
 *
 * @returns the id drawn, `undefined` for the share that nobody has.
 */
export function createDeck(
  routes: readonly WeightedRoute[],
  random: () => number = Math.random,
): () => string | undefined {
  const cards: Array<string | undefined> = [];
  for (const { id, weight } of routes) {
    for (let n = 0; n < Math.round(weight); n++) cards.push(id);
  }
  while (cards.length < 100) cards.push(undefined);

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
