import { Worker } from 'node:worker_threads';
import type { Cell, CellOutcomes } from './cell';

/** A part of a cell: the rollouts from `first` on. */
export interface Task {
  cell: Cell;
  seed: number;
  first: number;
  count: number;
  /** Names of the rules. */
  rules: string[];
}

/** Rollouts that a worker simulates before it reports. */
const ROLLOUTS_PER_TASK = 250;

/**
 * Simulates the rollouts of all cells in worker threads. The result doesn't depend on how many there are.
 *
 * @param onCell - called in the order of the cells
 */
export async function simulateCells(
  cells: readonly Cell[],
  options: {
    seed: number;
    workers: number;
    rules: readonly string[];
    onCell(cell: Cell, outcomes: CellOutcomes): void;
  },
): Promise<void> {
  const { seed, rules, onCell } = options;
  const tasks = cells.flatMap(cell => splitCell(cell, seed, rules));
  const results = new Map<Task, CellOutcomes>();
  let reported = 0;
  let next = 0;
  const reportComplete = () => {
    for (;;) {
      const cell = cells[reported];
      const parts = tasks.filter(task => task.cell === cell);
      if (!cell || parts.some(part => !results.has(part))) return;
      const merged: CellOutcomes = Object.fromEntries(
        rules.map(name => [
          name,
          parts.flatMap(part => results.get(part)?.[name] ?? []),
        ]),
      );
      parts.forEach(part => results.delete(part));
      reported += 1;
      onCell(cell, merged);
    }
  };
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(
        `require(${JSON.stringify(require.resolve('./worker'))})`,
        { eval: true },
      );
      let current: Task | undefined;
      const send = () => {
        current = tasks[next];
        next += 1;
        if (current) worker.postMessage(current);
        else worker.terminate().then(() => resolve(), reject);
      };
      worker.on('error', reject);
      worker.on('message', (outcomes: CellOutcomes) => {
        if (current) results.set(current, outcomes);
        reportComplete();
        send();
      });
      send();
    });
  await Promise.all(Array.from({ length: options.workers }, work));
}

function splitCell(cell: Cell, seed: number, rules: readonly string[]): Task[] {
  const tasks: Task[] = [];
  for (let first = 0; first < cell.rollouts; first += ROLLOUTS_PER_TASK) {
    const count = Math.min(ROLLOUTS_PER_TASK, cell.rollouts - first);
    tasks.push({ cell, seed, first, count, rules: [...rules] });
  }
  return tasks;
}
