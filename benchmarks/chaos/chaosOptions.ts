import { parseArgs } from 'node:util';

export interface ChaosOptions {
  /** Deploys to a real Kubernetes cluster, with one backend, instead of to a simulated world. */
  isOnKubernetes: boolean;
  kills: number;
  deployments: number;
  replicas: number;
  seed: number;
  services: number;
  leaseMs: number;
  /** Mean time between faults, in milliseconds. */
  everyMs: number;
  /** Deployments running or queued at the same time. */
  inFlight: number;
  /** Whether replicas reach PostgreSQL directly; otherwise through PgBouncer in transaction mode. */
  listens: boolean;
  /** URL of a running PostgreSQL server, which is not restarted. */
  postgres?: string;
  /** Folder for logs, evidence and the report. */
  out?: string;
  /** Measures the cost of this many waiting deployments instead of injecting faults. */
  idle?: number;
  /** Checks the evidence of an earlier run again, instead of running. */
  verify?: string;
  /** Faults end after this time at the latest, in minutes. */
  minutes?: number;
}

export const USAGE = `npm run chaos -- [options]

  --kills <n>        minimum number of kill -9 of a replica (default 100)
  --deployments <n>  minimum number of deployments (default 300)
  --replicas <n>     backend processes (default 3)
  --seed <n>         seed of all random decisions, printed with the report (default: the time)
  --services <n>     services, each in three environments (default 12)
  --lease <seconds>  lease of the engine, at least 5 (default 5)
  --every <seconds>  mean time between faults (default 2.5)
  --in-flight <n>    deployments queued or running at the same time (default 24)
  --minutes <n>      maximum duration of the faults
  --no-listen        use PgBouncer in transaction mode, without LISTEN and session locks
  --postgres <url>   use a running PostgreSQL server, which is not restarted
  --out <folder>     folder for logs, evidence and report
  --short            25 kills and 40 deployments in at most two minutes, to check a change
  --idle <n>         measure the cost of 0, n/10 and n waiting deployments, without faults
  --target kubernetes
                     deploy to the test cluster instead, and kill its one backend within a second of an effect; only
                     --kills (default 50), --seed and --out apply
  --verify <folder>  check the evidence of an earlier run again, except of one on Kubernetes
`;

/** The numbers of a `--short` run. On a busy machine, it ends before it reaches all of them. */
const SHORT = {
  kills: 25,
  deployments: 40,
  everyMs: 1_500,
  inFlight: 14,
  minutes: 2,
};

/** Parses the command line. Throws an error that says what is wrong. */
export function readOptions(args: string[], now = Date.now()): ChaosOptions {
  const { values } = parseArgs({
    args,
    allowPositionals: false,
    options: {
      kills: { type: 'string' },
      deployments: { type: 'string' },
      replicas: { type: 'string' },
      seed: { type: 'string' },
      services: { type: 'string' },
      lease: { type: 'string' },
      every: { type: 'string' },
      'in-flight': { type: 'string' },
      minutes: { type: 'string' },
      'no-listen': { type: 'boolean' },
      postgres: { type: 'string' },
      out: { type: 'string' },
      short: { type: 'boolean' },
      idle: { type: 'string' },
      verify: { type: 'string' },
      target: { type: 'string' },
    },
  });
  if (values.target !== undefined && values.target !== 'kubernetes') {
    throw new Error(`--target must be kubernetes, not '${values.target}'`);
  }
  const isOnKubernetes = values.target === 'kubernetes';
  const number = (
    name: keyof typeof values,
    standard: number,
    bounds: { least: number; most: number; whole?: boolean },
  ): number => {
    const given = values[name];
    if (given === undefined) {
      return standard;
    }
    const { least, most, whole = true } = bounds;
    const value = Number(given);
    const isFine =
      given !== '' &&
      value >= least &&
      value <= most &&
      (!whole || Number.isInteger(value));
    if (!isFine) {
      throw new Error(
        `--${name} must be a ${
          whole ? 'whole number' : 'number'
        } from ${least} to ${most}, not '${given}'`,
      );
    }
    return value;
  };
  const many = { least: 1, most: 100_000 };
  const base = values.short
    ? SHORT
    : { kills: 100, deployments: 300, everyMs: 2_500, inFlight: 24 };
  const shortMinutes = values.short ? { minutes: SHORT.minutes } : {};
  const seconds = { least: 0.2, most: 600, whole: false };
  return {
    isOnKubernetes,
    kills: number('kills', isOnKubernetes ? 50 : base.kills, {
      least: 0,
      most: 100_000,
    }),
    deployments: number('deployments', base.deployments, many),
    replicas: number('replicas', 3, { least: 2, most: 20 }),
    seed: number('seed', now % 1_000_000, { least: 0, most: 2 ** 31 }),
    services: number('services', 12, { least: 3, most: 1_000 }),
    leaseMs: number('lease', 5, { ...seconds, least: 5 }) * 1_000,
    everyMs: number('every', base.everyMs / 1_000, seconds) * 1_000,
    inFlight: number('in-flight', base.inFlight, { least: 1, most: 1_000 }),
    listens: values['no-listen'] !== true,
    ...(values.postgres === undefined ? {} : { postgres: values.postgres }),
    ...(values.out === undefined ? {} : { out: values.out }),
    ...(values.verify === undefined ? {} : { verify: values.verify }),
    ...(values.idle === undefined
      ? {}
      : { idle: number('idle', 10_000, { least: 200, most: 1_000_000 }) }),
    ...(values.minutes === undefined
      ? shortMinutes
      : { minutes: number('minutes', 0, { ...seconds, most: 24 * 60 }) }),
  };
}
