/** A rule as far as people are shared out: how many it needs, and who could be counted for it. */
export interface Demand {
  count: number;
  /** Keys of people, each once. */
  people: readonly string[];
  /** What was decided on before: its people are shared out first, and nobody is taken away from it. */
  isSettled?: boolean;
}

/** With more rules than this not every combination is tried: those that need the fewest people come first. */
const MAX_COMBINED = 12;

/** Who counts for which rule. A rule that has its count keeps it, though perhaps with others. */
class Seating {
  readonly #demands: readonly Demand[];
  readonly #getRule: Map<string, number>;

  constructor(demands: readonly Demand[], getRule = new Map<string, number>()) {
    this.#demands = demands;
    this.#getRule = getRule;
  }

  copy(): Seating {
    return new Seating(this.#demands, new Map(this.#getRule));
  }

  getPeople(rule: number): string[] {
    return this.#demands[rule].people.filter(
      person => this.#getRule.get(person) === rule,
    );
  }

  /** Whether the rule has its count now. */
  fill(rule: number): boolean {
    let missing = this.#demands[rule].count - this.getPeople(rule).length;
    while (missing > 0 && this.#seatOne(rule, new Set())) {
      missing -= 1;
    }
    return missing <= 0;
  }

  fillAsFarAsPossible(rules: readonly number[]): void {
    rules.forEach(rule => this.fill(rule));
  }

  /** An augmenting path: a free person, otherwise one whose rule finds another person. */
  #seatOne(rule: number, asked: Set<string>): boolean {
    const { people } = this.#demands[rule];
    const free = people.find(person => !this.#getRule.has(person));
    if (free !== undefined) {
      this.#getRule.set(free, rule);
      return true;
    }
    return people.some(person => {
      if (asked.has(person)) {
        return false;
      }
      asked.add(person);
      const current = this.#getRule.get(person);
      if (current === undefined || !this.#seatOne(current, asked)) {
        return false;
      }
      this.#getRule.set(person, rule);
      return true;
    });
  }
}

/**
 * Shares people out so that each counts for one rule at most, and as many rules as possible have their count; what is
 * left goes to the others. Settled rules come first. Returns the people of each rule, in the order of `demands`.
 *
 * A maximum matching between people and the seats of rules. With all rules met it is one matching; where not all can be,
 * which set of rules can be met together is tried from the largest on.
 */
export function assignPeople(demands: readonly Demand[]): string[][] {
  const all = demands.map((_, index) => index);
  const settled = all.filter(index => demands[index].isSettled);
  const open = all.filter(index => !demands[index].isSettled);
  const seating = new Seating(demands);
  seating.fillAsFarAsPossible(settled);
  const best = largestThatFits(open, demands, seating);
  best.fillAsFarAsPossible(open);
  return all.map(index => best.getPeople(index));
}

function largestThatFits(
  open: readonly number[],
  demands: readonly Demand[],
  from: Seating,
): Seating {
  if (open.length > MAX_COMBINED) {
    return fewestFirst(open, demands, from);
  }
  for (let size = open.length; size > 0; size--) {
    for (const rules of combinations(open, size)) {
      const seating = from.copy();
      if (rules.every(rule => seating.fill(rule))) {
        return seating;
      }
    }
  }
  return from;
}

function fewestFirst(
  open: readonly number[],
  demands: readonly Demand[],
  from: Seating,
): Seating {
  let seating = from;
  for (const rule of [...open].sort(
    (a, b) => demands[a].count - demands[b].count,
  )) {
    const next = seating.copy();
    if (next.fill(rule)) {
      seating = next;
    }
  }
  return seating;
}

function* combinations(
  items: readonly number[],
  size: number,
): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= items.length - size; first++) {
    for (const rest of combinations(items.slice(first + 1), size - 1)) {
      yield [items[first], ...rest];
    }
  }
}
