import { parseOptions, readCount } from '../lib/options';

export interface BenchmarkOptions {
  databases: DatabaseName[];
  /** Numbers of processes for the throughput on PostgreSQL, measured one after the other. SQLite uses one. */
  replicas: number[];
  /** How often Slipway and the Scaffolder alternate. */
  rounds: number;
  /** Jobs per round that run one after the other. */
  latencyJobs: number;
  /** Jobs per round that are submitted together. */
  throughputJobs: number;
  /** Waiting deployments while latency is measured again; 0: do not measure that. */
  waiting: number;
  approvals: number;
  withPeer: boolean;
  /** JSON file for all results. */
  jsonFile: string;
  /** URL of a PostgreSQL server to use instead of starting one. */
  postgresUrl?: string;
}

export type DatabaseName = 'sqlite' | 'postgres';

export const USAGE = `Usage: npm run bench:engine -- [options]

  --quick                 small sizes, about two minutes; only shows that it works
  --databases <names>     sqlite,postgres (default: both)
  --replicas <numbers>    processes on PostgreSQL, e.g. 1,2,4 (default)
  --rounds <n>            how often Slipway and the Scaffolder alternate (default 5)
  --latency-jobs <n>      jobs per round that run one after the other (default 40)
  --throughput-jobs <n>   jobs per round that are submitted together (default 200)
  --waiting <n>           waiting deployments (default 10000; 0: do not measure that)
  --approvals <n>         approvals, one after the other (default 50)
  --without-peer          measure Slipway alone, and do not install the Scaffolder
  --json <file>           file for all results (default benchmarks/engine/results.json)
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

/** Parses the command line. Throws an error with what is wrong and the usage. */
export function readOptions(
  args: readonly string[],
  defaultJsonFile: string,
): BenchmarkOptions {
  const values = parseOptions(
    args,
    {
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
    USAGE,
  );
  const sizes = values.quick ? QUICK : FULL;
  const count = (
    name:
      | 'rounds'
      | 'latency-jobs'
      | 'throughput-jobs'
      | 'waiting'
      | 'approvals',
    least: number,
    otherwise: number,
  ) => readCount(name, values[name], { least, otherwise, usage: USAGE });
  return {
    databases: readDatabases(values.databases ?? 'sqlite,postgres'),
    replicas: (values.replicas ?? (values.quick ? '1,2' : '1,2,4'))
      .split(',')
      .map(text =>
        readCount('replicas', text, { least: 1, otherwise: 1, usage: USAGE }),
      ),
    rounds: count('rounds', 1, sizes.rounds),
    latencyJobs: count('latency-jobs', 1, sizes.latencyJobs),
    throughputJobs: count('throughput-jobs', 1, sizes.throughputJobs),
    waiting: count('waiting', 0, sizes.waiting),
    approvals: count('approvals', 0, sizes.approvals),
    withPeer: !values['without-peer'],
    jsonFile: values.json ?? defaultJsonFile,
    ...(values.postgres === undefined ? {} : { postgresUrl: values.postgres }),
  };
}

function readDatabases(text: string): DatabaseName[] {
  return text.split(',').map(name => {
    if (name !== 'sqlite' && name !== 'postgres') {
      throw new Error(
        `--databases: "${name}" must be sqlite or postgres\n\n${USAGE}`,
      );
    }
    return name;
  });
}
