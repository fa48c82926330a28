/** Measures rules that judge a canary: how often they roll back identical versions, and when they roll back worse ones. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine, formatMachine } from '../lib/machine';
import { runMain } from '../lib/runMain';
import { table } from '../lib/table';
import {
  FULL,
  listIdenticalCells,
  listLateCells,
  listShiftedCells,
  listTrafficCells,
  SHORT,
} from './grid';
import { readOptions, USAGE } from './judgeOptions';
import { formatDetection, formatFalseAlarms, type Simulated } from './report';
import { RULES } from './rules';
import type { Cell } from './simulation/cell';
import { simulateCells } from './simulation/pool';

async function main(args: string[]): Promise<void> {
  const options = readOptions(args, join(__dirname, 'results.json'));
  const size = options.short ? SHORT : FULL;
  const simulate = async (cells: readonly Cell[]) => {
    const results: Simulated[] = [];
    await simulateCells(cells, {
      ...options,
      rules: RULES.map(({ name }) => name),
      onCell: (cell, outcomes) => results.push({ cell, outcomes }),
    });
    return results;
  };
  console.log(
    `Seed ${options.seed}, on ${formatMachine(
      describeMachine(),
    )}. Percentages of rollouts, with 95 % intervals.\n`,
  );
  const identical = await simulate(listIdenticalCells(size));
  console.log(`${formatFalseAlarms(identical, RULES)}\n`);
  const worse = await simulate([
    ...listShiftedCells(size),
    ...listTrafficCells(size),
    ...listLateCells(size),
  ]);
  console.log(
    `${table(
      ['family', 'shift', 'from look', 'traffic', ...RULES.map(r => r.name)],
      worse.map(one => [
        one.cell.family,
        `+${Math.round(100 * (one.cell.ratio - 1))} %`,
        one.cell.from,
        one.cell.traffic,
        ...RULES.map(rule => formatDetection(one, rule.name, rule.limit(10))),
      ]),
    )}\n`,
  );
  writeFileSync(
    options.jsonFile,
    `${JSON.stringify({ options, identical, worse })}\n`,
  );
  console.log(`All results: ${resolve(options.jsonFile)}`);
}

runMain(USAGE, main);
