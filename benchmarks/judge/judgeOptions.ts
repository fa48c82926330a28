import { randomInt } from 'node:crypto';
import { parseOptions, readCount } from '../lib/options';
import { FAMILIES } from './families';

export interface JudgeOptions {
  seed: number;
  short: boolean;
  /** Only the false alarms of the judge on these families. */
  only?: string[];
  /** Metrics with identical versions per family, instead of what the size says. */
  identical?: number;
  workers: number;
  /** JSON file for all results. */
  jsonFile: string;
}

export const USAGE = `Usage: npm run bench:judge -- [options]

Simulates rollouts of identical and of worse versions, and counts which rule rolls back which of them, and when.

  --short          two minutes with wide intervals, to check that it works
  --only <names>   only the false alarms of the judge, on these families
  --identical <n>  metrics with identical versions per family (default 10000)
  --seed <n>       a whole number, or "random" (default 1)
  --workers <n>    worker threads (default 2); the results don't depend on it
  --json <file>    file for all results (default benchmarks/judge/results.json)`;

/** Parses the command line. Throws an error with what is wrong and the usage. */
export function readOptions(
  args: readonly string[],
  defaultJsonFile: string,
): JudgeOptions {
  const values = parseOptions(
    args,
    {
      short: { type: 'boolean' },
      only: { type: 'string' },
      identical: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      json: { type: 'string' },
    },
    USAGE,
  );
  const only = values.only?.split(',');
  const unknown = only?.find(name => !FAMILIES.some(one => one.name === name));
  if (unknown !== undefined) {
    throw new Error(`--only: "${unknown}" is not a family\n\n${USAGE}`);
  }
  return {
    short: values.short === true,
    ...(only === undefined ? {} : { only }),
    ...(values.identical === undefined
      ? {}
      : {
          identical: readCount('identical', values.identical, {
            least: 1,
            otherwise: 1,
            usage: USAGE,
          }),
        }),
    seed:
      values.seed === 'random'
        ? randomInt(2 ** 32)
        : readCount('seed', values.seed, {
            least: 0,
            otherwise: 1,
            usage: USAGE,
          }),
    workers: readCount('workers', values.workers, {
      least: 1,
      otherwise: 2,
      usage: USAGE,
    }),
    jsonFile: String(values.json ?? defaultJsonFile),
  };
}
