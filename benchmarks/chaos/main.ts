import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMachine } from '../lib';
import { formatIdleReport, measureIdle } from './idle';
import { readOptions, USAGE } from './chaosOptions';
import type { ChaosOptions } from './chaosOptions';
import { formatClusterReport } from './kubernetes/clusterReport';
import { runOnKubernetes } from './kubernetes/runOnKubernetes';
import { runChaos } from './run';
import { calculateFigures } from './verify/figures';
import { formatReport } from './verify/chaosReport';
import type { Report } from './verify/chaosReport';
import { judge } from './verify/judge';

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  let options: ChaosOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`\n${USAGE}`);
    return 1;
  }
  if (options.verify !== undefined) {
    return verifyAgain(options.verify);
  }
  const print = (line: string) =>
    console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  if (options.isOnKubernetes && !process.env.SLIPWAY_TEST_CLUSTER) {
    return runWithinCluster(args);
  }
  if (options.isOnKubernetes) {
    const result = await runOnKubernetes(options, print);
    console.log(`\n${formatClusterReport(result)}`);
    return result.verdicts.every(({ violations }) => violations.length === 0)
      ? 0
      : 1;
  }
  const { idle } = options;
  if (idle !== undefined) {
    const cost = await measureIdle({ ...options, idle }, print);
    console.log(
      `\nIdle, ${cost.replicas} replicas, on ${formatMachine(
        cost.machine,
      )}\n\n${formatIdleReport(cost)}`,
    );
    return 0;
  }
  const { report, verdicts, directory } = await runChaos(options, print);
  console.log(`\n${formatReport(report, verdicts)}`);
  console.log(`\nReport as JSON: ${join(directory, 'report.json')}`);
  return report.violations.length === 0 ? 0 : 1;
}

/** Runs this program again, in the network of a cluster that is started for it. */
function runWithinCluster(args: string[]): number {
  const root = join(__dirname, '../..');
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'scripts/with-cluster.mjs'),
      process.execPath,
      join(root, 'benchmarks/run.mjs'),
      'chaos',
      ...args,
    ],
    { stdio: 'inherit' },
  );
  return status ?? 1;
}

/** Checks the evidence of an earlier run again, e.g. after a rule was added. */
function verifyAgain(directory: string): number {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(directory, name), 'utf8'));
  const evidence = read('evidence.json');
  const verdicts = judge(evidence);
  const report: Report = {
    ...read('report.json'),
    figures: calculateFigures(evidence),
    violations: verdicts.flatMap(({ rule, violations }) =>
      violations.map(({ message }) => ({ rule: rule.id, message })),
    ),
  };
  console.log(formatReport(report, verdicts));
  return report.violations.length === 0 ? 0 : 1;
}

main().then(
  code => process.exit(code),
  error => {
    console.error(error);
    process.exit(1);
  },
);
