/** The part of a step that decides where it is drawn. */
interface Placed {
  id: string;
  needs: string[];
}

/** Whether each step only needs the one before it. */
export function isSequence(steps: readonly Placed[]): boolean {
  return steps.every((step, index) =>
    index === 0
      ? step.needs.length === 0
      : step.needs.length === 1 && step.needs[0] === steps[index - 1].id,
  );
}

/**
 * Puts steps in columns, each to the right of all steps that it needs. Unknown needs and cycles, which the server
 * refuses, are safe.
 */
export function layOutSteps<T extends Placed>(steps: readonly T[]): T[][] {
  const byId = new Map(steps.map(step => [step.id, step]));
  const depths = new Map<string, number>();
  const computeDepth = (step: T, above: ReadonlySet<string>): number => {
    const known = depths.get(step.id);
    if (known !== undefined) {
      return known;
    }
    const path = new Set(above).add(step.id);
    const depth = step.needs.reduce((deepest, id) => {
      const needed = byId.get(id);
      return needed && !path.has(id)
        ? Math.max(deepest, computeDepth(needed, path) + 1)
        : deepest;
    }, 0);
    depths.set(step.id, depth);
    return depth;
  };
  const columns: T[][] = [];
  for (const step of steps) {
    const depth = computeDepth(step, new Set());
    while (columns.length <= depth) {
      columns.push([]);
    }
    columns[depth].push(step);
  }
  return columns;
}
