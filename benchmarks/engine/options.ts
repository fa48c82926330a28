import { parseArgs } from 'node:util';

export interface BenchmarkOptions {
  databases: DatabaseName[];
  /** How many processes take part in the throughput on PostgreSQL, one after the other. SQLite takes one. */
  replicas: number[];
  /** How often the two take turns. */
  rounds: number;
  /** Jobs of a round that are seen to their end one by one. */
  latencyJobs: number;
  /** Jobs of a round that are asked for all at once. */
  throughputJobs: number;
  /** Deployments that wait in the database while latency is measured again; 0 leaves that out. */
  waiting: number;
  approvals: number;
  withPeer: boolean;
  /** Where all figures go, as JSON. */
  jsonFile: string;
  /** A PostgreSQL server to use instead of one of our own. */
  postgresUrl?: string;
}

export type DatabaseName = 'sqlite' | 'postgres';

export const USAGE = `Usage: npm run bench:engine -- [options]

  --quick                 small sizes, about two minutes: whether it works, not how fast it is
  --databases <names>     sqlite,postgres (default: both)
  --replicas <numbers>    processes on PostgreSQL, e.g. 1,2,4 (default)
  --rounds <n>            how often Slipway and the Scaffolder take turns (default 5)
  --latency-jobs <n>      jobs one by one, a round (default 40)
  --throughput-jobs <n>   jobs at once, a round (default 200)
  --waiting <n>           deployments that wait meanwhile (default 10000; 0 leaves it out)
  --approvals <n>         approvals one by one (default 50)
  --without-peer          Slipway alone; nothing more is installed
  --json <file>           where all figures go (default benchmarks/engine/results.json)
  --postgres <url>        use this server instead of starting one`;

const FULL = {
  rounds: 5,
  latencyJobs: 40,
  throughputJobs: 200,
  waiting: 10_000,
  approvals: 50,
};
const QUICK: typeof FULL = {
  rounds: 2,
  latencyJobs: 10,
  throughputJobs: 40,
  waiting: 200,
  approvals: 10,
};

/** Throws with what is wrong and how it is used. */
export function readOptions(
  args: readonly string[],
  defaultJsonFile: string,
): BenchmarkOptions {
  const values = parse(args);
  const sizes = values.quick ? QUICK : FULL;
  return {
    databases: readDatabases(values.databases ?? 'sqlite,postgres'),
    replicas: (values.replicas ?? (values.quick ? '1,2' : '1,2,4'))
      .split(',')
      .map(text => readCount('replicas', text, 1)),
    rounds: readCount('rounds', values.rounds, 1, sizes.rounds),
    latencyJobs: readCount(
      'latency-jobs',
      values['latency-jobs'],
      1,
      sizes.latencyJobs,
    ),
    throughputJobs: readCount(
      'throughput-jobs',
      values['throughput-jobs'],
      1,
      sizes.throughputJobs,
    ),
    waiting: readCount('waiting', values.waiting, 0, sizes.waiting),
    approvals: readCount('approvals', values.approvals, 0, sizes.approvals),
    withPeer: !values['without-peer'],
    jsonFile: values.json ?? defaultJsonFile,
    ...(values.postgres === undefined ? {} : { postgresUrl: values.postgres }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        databases: { type: 'string' },
        replicas: { type: 'string' },
        rounds: { type: 'string' },
        'latency-jobs': { type: 'string' },
        'throughput-jobs': { type: 'string' },
        waiting: { type: 'string' },
        approvals: { type: 'string' },
        'without-peer': { type: 'boolean', default: false },
        json: { type: 'string' },
        postgres: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}\n\n${USAGE}`,
    );
  }
}

function readDatabases(text: string): DatabaseName[] {
  return text.split(',').map(name => {
    if (name !== 'sqlite' && name !== 'postgres') {
      throw new Error(
        `--databases: "${name}" is none of sqlite, postgres\n\n${USAGE}`,
      );
    }
    return name;
  });
}

function readCount(
  option: string,
  text: string | undefined,
  least: number,
  otherwise = least,
): number {
  if (text === undefined) {
    return otherwise;
  }
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < least) {
    throw new Error(
      `--${option}: "${text}" is not a whole number of at least ${least}\n\n${USAGE}`,
    );
  }
  return count;
}
