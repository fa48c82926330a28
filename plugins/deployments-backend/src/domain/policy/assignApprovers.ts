/** How many people a rule needs, and who could count for it. */
export interface Demand {
  count: number;
  /** Keys of people, each once. */
  people: readonly string[];
  /** Whether the rule was met earlier. Its people are assigned first and keep counting for it. */
  isSettled?: boolean;
}

/** With more rules than this, combinations are too many to try. Instead, the rules that need the fewest people come first. */
const MAX_COMBINED = 12;

/** An assignment of people to rules. Once a rule is met, it stays met, though perhaps by different people. */
class Assignment {
  readonly #demands: readonly Demand[];
  readonly #ruleByPerson: Map<string, number>;

  constructor(
    demands: readonly Demand[],
    ruleByPerson = new Map<string, number>(),
  ) {
    this.#demands = demands;
    this.#ruleByPerson = ruleByPerson;
  }

  copy(): Assignment {
    return new Assignment(this.#demands, new Map(this.#ruleByPerson));
  }

  listAssigned(rule: number): string[] {
    return this.#demands[rule].people.filter(
      person => this.#ruleByPerson.get(person) === rule,
    );
  }

  /** Assigns people to the rule, and returns whether it is met. */
  fill(rule: number): boolean {
    let missing = this.#demands[rule].count - this.listAssigned(rule).length;
    while (missing > 0 && this.#assignOne(rule, new Set())) {
      missing -= 1;
    }
    return missing <= 0;
  }

  fillAsFarAsPossible(rules: readonly number[]): void {
    rules.forEach(rule => this.fill(rule));
  }

  /** Finds an augmenting path: a free person, or one whose rule can be met by another person. */
  #assignOne(rule: number, visited: Set<string>): boolean {
    const { people } = this.#demands[rule];
    const free = people.find(person => !this.#ruleByPerson.has(person));
    if (free !== undefined) {
      this.#ruleByPerson.set(free, rule);
      return true;
    }
    return people.some(person => {
      if (visited.has(person)) {
        return false;
      }
      visited.add(person);
      const current = this.#ruleByPerson.get(person);
      if (current === undefined || !this.#assignOne(current, visited)) {
        return false;
      }
      this.#ruleByPerson.set(person, rule);
      return true;
    });
  }
}

/**
 * Assigns people to rules. Each person counts for at most one rule, and as many rules as possible are met. Settled rules
 * come first, and people who are left go to rules that can't be met. Returns the people of each rule, in the order of
 * `demands`.
 *
 * This is a maximum matching. If not all rules can be met, it tries sets of rules, starting with the largest.
 */
export function assignPeople(demands: readonly Demand[]): string[][] {
  const all = demands.map((_, index) => index);
  const settled = all.filter(index => demands[index].isSettled);
  const open = all.filter(index => !demands[index].isSettled);
  const assignment = new Assignment(demands);
  assignment.fillAsFarAsPossible(settled);
  const best = fillLargestSet(open, demands, assignment);
  best.fillAsFarAsPossible(open);
  return all.map(index => best.listAssigned(index));
}

function fillLargestSet(
  open: readonly number[],
  demands: readonly Demand[],
  from: Assignment,
): Assignment {
  if (open.length > MAX_COMBINED) {
    return fillSmallestFirst(open, demands, from);
  }
  for (let size = open.length; size > 0; size--) {
    for (const rules of listCombinations(open, size)) {
      const assignment = from.copy();
      if (rules.every(rule => assignment.fill(rule))) {
        return assignment;
      }
    }
  }
  return from;
}

function fillSmallestFirst(
  open: readonly number[],
  demands: readonly Demand[],
  from: Assignment,
): Assignment {
  let assignment = from;
  for (const rule of [...open].sort(
    (a, b) => demands[a].count - demands[b].count,
  )) {
    const next = assignment.copy();
    if (next.fill(rule)) {
      assignment = next;
    }
  }
  return assignment;
}

function* listCombinations(
  items: readonly number[],
  size: number,
): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= items.length - size; first++) {
    for (const rest of listCombinations(items.slice(first + 1), size - 1)) {
      yield [items[first], ...rest];
    }
  }
}
