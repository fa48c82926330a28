/**
 * Finds the cycles among names, each once, starting with the name that is declared first. `edges` gives the names that a
 * name depends on.
 */
export function findCycles(
  names: readonly string[],
  edges: (name: string) => readonly string[],
): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: string[]) => {
    const from = trail.indexOf(name);
    if (from >= 0) {
      cycles.push(trail.slice(from));
      return;
    }
    if (done.has(name)) {
      return;
    }
    for (const next of edges(name)) {
      visit(next, [...trail, name]);
    }
    done.add(name);
  };
  for (const name of names) {
    visit(name, []);
  }
  return cycles;
}

/** The direct and indirect dependencies of a name. Safe on cycles. */
export function ancestors(
  name: string,
  edges: (name: string) => readonly string[],
): Set<string> {
  const found = new Set<string>();
  const open = [...edges(name)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!found.has(next)) {
      found.add(next);
      open.push(...edges(next));
    }
  }
  return found;
}
