import type { DatabaseName } from '../engine/engineOptions';
import { parseOptions, readCount } from '../lib/options';
import type { Mechanism } from './mechanisms';
import { MECHANISMS } from './mechanisms';

export interface MechanismOptions {
  databases: DatabaseName[];
  mechanisms: Mechanism[];
  /** How often the runs with and without it alternate. */
  rounds: number;
  /** Jobs per round that run one after the other. */
  latencyJobs: number;
  /** Jobs per round that are submitted together. */
  throughputJobs: number;
  /** JSON file for all results. */
  jsonFile: string;
}

const DATABASES: readonly DatabaseName[] = ['sqlite', 'postgres'];

export const USAGE = `Usage: npm run bench:mechanisms -- [options]

Measures the engine with and without each mechanism that makes it faster.

  --only <names>          measure only these (default: all)
  --databases <names>     sqlite,postgres (default: both)
  --rounds <n>            how often the runs with and without it alternate (default 7)
  --latency-jobs <n>      jobs per round that run one after the other (default 40)
  --throughput-jobs <n>   jobs per round that are submitted together (default 200)
  --json <file>           file for all results (default benchmarks/mechanisms/results.json)

Mechanisms:
${MECHANISMS.map(
  ({ name, description }) => `  ${name.padEnd(20)}${description}`,
).join('\n')}`;

/** Parses the command line. Throws an error with what is wrong and the usage. */
export function readOptions(
  args: readonly string[],
  defaultJsonFile: string,
): MechanismOptions {
  const values = parseOptions(
    args,
    {
      only: { type: 'string' },
      databases: { type: 'string' },
      rounds: { type: 'string' },
      'latency-jobs': { type: 'string' },
      'throughput-jobs': { type: 'string' },
      json: { type: 'string' },
    },
    USAGE,
  );
  const count = (
    name: 'rounds' | 'latency-jobs' | 'throughput-jobs',
    otherwise: number,
  ) => readCount(name, values[name], { least: 1, otherwise, usage: USAGE });
  return {
    databases: readNames('databases', values.databases, DATABASES),
    mechanisms: readNames(
      'only',
      values.only,
      MECHANISMS.map(({ name }) => name),
    ).flatMap(name => MECHANISMS.filter(one => one.name === name)),
    rounds: count('rounds', 7),
    latencyJobs: count('latency-jobs', 40),
    throughputJobs: count('throughput-jobs', 200),
    jsonFile: values.json ?? defaultJsonFile,
  };
}

function readNames<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): Name[] {
  return (text?.split(',') ?? known).map(name => {
    const found = known.find(one => one === name);
    if (found === undefined) {
      throw new Error(
        `--${option}: "${name}" must be one of ${known.join(', ')}\n\n${USAGE}`,
      );
    }
    return found;
  });
}
