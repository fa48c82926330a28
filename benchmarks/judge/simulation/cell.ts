import type { Family } from '../families/family';
import { LOOKS } from '../families/family';
import type { Rule } from '../peers/rule';
import { createRandom } from '../random';

/** One cell of the grid: rollouts of one metric that differ by their random numbers only. */
export interface Cell {
  family: string;
  /** The candidate's level ÷ the baseline's. */
  ratio: number;
  /** The look from which on they differ. */
  from: number;
  traffic: number;
  unit: number;
  looks: number;
  rollouts: number;
}

/** A cell with the usual rollout, from which a grid says how it differs. */
export function createCell(cell: Partial<Cell> & { family: string }): Cell {
  return {
    ratio: 1,
    from: 0,
    traffic: 1,
    unit: 1,
    looks: LOOKS,
    rollouts: 1,
    ...cell,
  };
}

/** What a rule said during one rollout. */
export interface Outcome {
  /** The looks at which the score rose above all earlier ones, and these scores. */
  records: [look: number, score: number][];
  /** The first look at which the rule said that the metric passes; null if never. */
  passedAt: number | null;
  /** Whether it says so at the end. */
  passes: boolean;
}

/** The outcomes of the rollouts of a cell, by the rule's name. */
export type CellOutcomes = Record<string, Outcome[]>;

/** Simulates the rollouts of a cell from `first` on, `count` of them. Every rule sees the same data. */
export function simulateCell(
  cell: Cell,
  family: Family,
  rules: readonly Rule[],
  { seed, first, count }: { seed: number; first: number; count: number },
): CellOutcomes {
  const outcomes: CellOutcomes = Object.fromEntries(
    rules.map(({ name }) => [name, []]),
  );
  const stream = hash(
    [cell.family, cell.ratio, cell.from, cell.traffic, cell.looks].join('|'),
  );
  for (let rollout = first; rollout < first + count; rollout += 1) {
    const next = family.start({
      ...cell,
      random: createRandom(seed, stream * 2 ** 21 + rollout),
    });
    const monitors = rules.map(rule => ({
      name: rule.name,
      monitor: rule.start(family),
      outcome: { records: [], passedAt: null, passes: false } as Outcome,
      best: -Infinity,
    }));
    for (let index = 0; index < cell.looks; index += 1) {
      const look = next(index);
      for (const one of monitors) {
        const score = one.monitor.observe(look, index);
        if (score > one.best) {
          one.best = score;
          one.outcome.records.push([index, score]);
        }
        if (one.monitor.hasPassed) {
          one.outcome.passes = one.monitor.hasPassed();
          if (one.outcome.passes) one.outcome.passedAt ??= index;
        }
      }
    }
    for (const { name, outcome } of monitors) outcomes[name]?.push(outcome);
  }
  return outcomes;
}

/** FNV-1a: a number of 32 bits that depends on the text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}
