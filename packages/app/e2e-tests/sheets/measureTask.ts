import { expect, type Browser } from '@playwright/test';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { signInAs } from '../signIn';
import type { Task } from './tasks';
import { Visitor } from './Visitor';

/** How a task went. */
export interface TaskResult {
  name: string;
  /** Presses of the pointer and of keys; scrolling to the answer counts as one. */
  presses: number;
  /** From the first press until the answer can be read, without the time in which a person thinks: the median of the rounds. */
  seconds: number;
  rounds: number;
  /** What was pressed, in order, in Markdown. */
  steps: string[];
  /** What the answer leaves out. */
  note?: string;
}

function findMedian(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Performs a task from the catalog's front page, which is loaded before the clock starts. */
export async function measureTask(
  browser: Browser,
  task: Task,
): Promise<TaskResult> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, task.person);
  const seconds: number[] = [];
  let steps: string[] = [];
  for (let round = 0; round < task.rounds; round++) {
    await page.goto('/');
    await expect(
      page.getByRole('heading', {
        level: 2,
        name: /^Owned Components \(\d+\)/,
      }),
    ).toBeVisible();
    const visitor = new Visitor(page);
    const startedAt = performance.now();
    await task.perform(visitor);
    seconds.push((performance.now() - startedAt) / 1000);
    steps = visitor.steps;
  }
  await context.close();
  return {
    name: task.name,
    presses: steps.length,
    seconds: Number(findMedian(seconds).toFixed(1)),
    rounds: task.rounds,
    steps,
    note: task.note,
  };
}

/** Stores the results of `before` or `after`; those of the other one stay. */
export async function storeResults(
  file: string,
  state: string,
  tasks: TaskResult[],
) {
  const stored = existsSync(file)
    ? JSON.parse(await readFile(file, 'utf8'))
    : {};
  const measuredOn = new Date().toISOString().slice(0, 10);
  const all = { ...stored, [state]: { measuredOn, tasks } };
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
}
