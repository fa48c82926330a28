/** Measures rules that judge a canary: how often they roll back identical versions, and when they roll back worse ones. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine, formatMachine } from '../lib/machine';
import { runMain } from '../lib/runMain';
import type { Limits } from './comparison';
import {
  asUsed,
  calibrateOverAll,
  calibratePerFamily,
  formatDetections,
  formatSummary,
} from './comparison';
import {
  COMPARED_METRICS,
  FULL,
  listIdenticalCells,
  listLateCells,
  listLongCells,
  listShiftedCells,
  listTrafficCells,
  SHORT,
} from './grid';
import { readOptions, USAGE } from './judgeOptions';
import { JUDGE } from './judgeRule';
import { PEERS } from './peers';
import type { Rule } from './peers/rule';
import type { Simulated } from './report';
import { formatFalseAlarms, formatPasses } from './report';
import { RULES } from './rules';
import type { Cell } from './simulation/cell';
import { simulateCells } from './simulation/pool';
import { measureSpeed } from './speed';

async function main(args: string[]): Promise<void> {
  const options = readOptions(args, join(__dirname, 'results.json'));
  const size = options.short ? SHORT : FULL;
  const startedAt = Date.now();
  const simulate = async (cells: readonly Cell[], rules: readonly Rule[]) => {
    const results: Simulated[] = [];
    await simulateCells(cells, {
      ...options,
      rules: rules.map(({ name }) => name),
      onCell: (cell, outcomes) => {
        results.push({ cell, outcomes });
        if (process.stderr.isTTY) {
          process.stderr.write(`\r${results.length} of ${cells.length} cells `);
        }
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    return results;
  };
  const print = (title: string, text: string) =>
    console.log(`## ${title}\n\n${text}\n`);

  console.log(
    `Seed ${options.seed}, on ${formatMachine(
      describeMachine(),
    )}. Percentages of rollouts, with 95 % intervals.\n`,
  );
  const countIdentical = options.identical ?? size.identical;
  const cells = listIdenticalCells(countIdentical).filter(
    ({ family }) => options.only?.includes(family) ?? true,
  );
  const simulateIdentical = async () => {
    const results = await simulate(cells, [JUDGE]);
    print(
      `False alarms of the judge (${countIdentical} metrics per family)`,
      formatFalseAlarms(results, [JUDGE], { intervals: true }),
    );
    return results;
  };
  if (options.only) {
    await simulateIdentical();
    return;
  }
  const speed = measureSpeed(options.seed);
  print(
    'Speed: 50 metrics with 1,000 points (ms)',
    [
      `one verdict at the end: ${speed.once.toFixed(1)}`,
      `a verdict after every point: ${speed.always.toFixed(1)}`,
      `one verdict by comparing all pairs: ${speed.pairs.toFixed(0)}`,
      `a verdict after every point, each from the first point on: ${speed.fromScratch.toFixed(
        0,
      )}`,
    ].join('\n'),
  );

  const own = await simulateIdentical();
  const long = await simulate(listLongCells(size), [JUDGE]);
  print(
    'The same with 1,000 looks instead of 240',
    formatFalseAlarms(long, [JUDGE], { intervals: true }),
  );
  const peers = await simulate(listIdenticalCells(size.peers), PEERS);
  print(
    `False alarms of the peers, as they are used (${size.peers} metrics per family)`,
    formatFalseAlarms(peers, PEERS, { intervals: false }),
  );

  const shifted = await simulate(listShiftedCells(size), RULES);
  print(
    'Metrics that pass: % at the end @ minutes until the first time',
    formatPasses(own, shifted, JUDGE.name),
  );
  const traffic = await simulate(listTrafficCells(size), RULES);
  const late = await simulate(listLateCells(size), RULES);
  const compare = (
    title: string,
    limits: Limits,
    fromStart: readonly Simulated[] = [...shifted, ...traffic],
  ) => {
    print(
      `Worse from the start, ${COMPARED_METRICS} metrics, ${title}: % found @ minutes`,
      formatDetections(fromStart, RULES, limits),
    );
    print(
      `Worse from the last step on, ${title}: % found @ minutes since then`,
      formatDetections(late, RULES, limits),
    );
    print(
      `Cells of both tables in which the judge …, ${title}`,
      formatSummary([...fromStart, ...late], RULES, limits),
    );
  };
  compare('as used', asUsed);
  compare(
    'peers calibrated over all families',
    calibrateOverAll(JUDGE, own, peers),
  );
  // With other traffic, limits of a family aren't calibrated.
  compare(
    'peers calibrated in each family',
    calibratePerFamily(JUDGE, own, peers),
    shifted,
  );
  writeFileSync(
    options.jsonFile,
    `${JSON.stringify({ options, size, speed })}\n`,
  );
  const minutes = (Date.now() - startedAt) / 60_000;
  console.log(
    `Took ${minutes.toFixed(1)} min. Options and speed: ${resolve(
      options.jsonFile,
    )}`,
  );
}

runMain(USAGE, main);
