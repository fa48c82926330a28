import { parseOptions, readCount } from '../lib/options';

/** Number of records, spread evenly over a year, the services and the teams. */
export interface Sizes {
  services: number;
  teams: number;
  deployments: number;
  commits: number;
  incidents: number;
}

export interface BenchmarkOptions {
  sizes: Sizes;
  /** Number of requests of each kind. */
  rounds: number;
  /** Events to send, in batches and one at a time. */
  events: number;
  /** Whether to measure a replica that computes everything from the rows, too. */
  withoutRollups: boolean;
  /** JSON file for all results. */
  jsonFile: string;
  /** URL of a PostgreSQL server to use instead of starting one. */
  postgresUrl?: string;
}

export const USAGE = `Usage: npm run bench:dora -- [options]

  --full              1,000,000 deployments, 5,000,000 commits, 100,000 incidents, 2,000 services, 200 teams;
                      by default a hundredth of that, which takes a few minutes and only shows that it works
  --services <n>      --teams <n>  --deployments <n>  --commits <n>  --incidents <n>
                      other sizes
  --rounds <n>        number of requests of each kind (default 50)
  --events <n>        events to send, in batches and one at a time (default 6000; 0: none)
  --without-rollups   also measure a replica that computes a year of all teams from the rows
  --json <file>       file for all results (default benchmarks/dora/results.json)
  --postgres <url>    use this server instead of starting one`;

const SMALL: Sizes = {
  services: 20,
  teams: 4,
  deployments: 10_000,
  commits: 50_000,
  incidents: 1_000,
};
const FULL: Sizes = {
  services: 2_000,
  teams: 200,
  deployments: 1_000_000,
  commits: 5_000_000,
  incidents: 100_000,
};

/** Parses the command line. Throws an error with what is wrong and the usage. */
export function readOptions(
  args: readonly string[],
  defaultJsonFile: string,
): BenchmarkOptions {
  const values = parseOptions(
    args,
    {
      full: { type: 'boolean', default: false },
      services: { type: 'string' },
      teams: { type: 'string' },
      deployments: { type: 'string' },
      commits: { type: 'string' },
      incidents: { type: 'string' },
      rounds: { type: 'string' },
      events: { type: 'string' },
      'without-rollups': { type: 'boolean', default: false },
      json: { type: 'string' },
      postgres: { type: 'string' },
    },
    USAGE,
  );
  const sizes = values.full ? FULL : SMALL;
  const count = (name: keyof typeof values, least: number, otherwise: number) =>
    readCount(name, values[name], { least, otherwise, usage: USAGE });
  return {
    sizes: {
      services: count('services', 1, sizes.services),
      teams: count('teams', 1, sizes.teams),
      deployments: count('deployments', 1, sizes.deployments),
      commits: count('commits', 1, sizes.commits),
      incidents: count('incidents', 1, sizes.incidents),
    },
    rounds: count('rounds', 1, 50),
    events: count('events', 0, 6_000),
    withoutRollups: values['without-rollups'],
    jsonFile: values.json ?? defaultJsonFile,
    ...(values.postgres === undefined ? {} : { postgresUrl: values.postgres }),
  };
}
