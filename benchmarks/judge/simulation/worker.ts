/** A worker thread that simulates rollouts. It loads the TypeScript around it like its parent. */
import { parentPort } from 'node:worker_threads';
import { FAMILIES } from '../families';
import { RULES } from '../rules';
import { simulateCell } from './cell';
import type { Task } from './pool';

parentPort?.on('message', ({ cell, rules, ...part }: Task) => {
  const family = FAMILIES.find(({ name }) => name === cell.family);
  if (!family) throw new Error(`Unknown family: ${cell.family}`);
  parentPort?.postMessage(
    simulateCell(
      cell,
      family,
      RULES.filter(({ name }) => rules.includes(name)),
      part,
    ),
  );
});
