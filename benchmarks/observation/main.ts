import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  bundleReplica,
  createReplica,
  describeMachine,
  formatMachine,
  replicaConfig,
  table,
} from '../lib';
import { parseOptions, readCount } from '../lib/options';
import { runMain } from '../lib/runMain';
import { startSimulatedCluster } from './simulatedCluster';

const USAGE = `npm run bench:observation -- [options]

  --services <n>      services, each in every environment (default 300)
  --environments <n>  environments, each a namespace of its own (default 4)
  --minutes <n>       how long to measure (default 5)`;

/** The time after which the catalog's services have been added and observed for the first time. */
const WARM_UP_MS = 90_000;
const SAMPLE_MS = 1_000;

interface Sample {
  residentMb: number;
  cpuMs: number;
}

/** Reads what a process uses, on Linux. Processor time is counted in hundredths of a second there. */
function sample(pid: number): Sample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    residentMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

async function main(args: string[]): Promise<void> {
  const values = parseOptions(
    args,
    {
      services: { type: 'string' },
      environments: { type: 'string' },
      minutes: { type: 'string' },
    },
    USAGE,
  );
  const count = (name: keyof typeof values, otherwise: number) =>
    readCount(name, values[name], { least: 1, otherwise, usage: USAGE });
  const services = Array.from(
    { length: count('services', 300) },
    (_, index) => `service-${index}`,
  );
  const environments = Array.from(
    { length: count('environments', 4) },
    (_, index) => `environment-${index}`,
  );
  const minutes = count('minutes', 5);
  const measured = [
    await measure('nothing to observe', [], environments, minutes),
    await measure('all of them', services, environments, minutes),
  ];
  console.log(
    `\n${services.length} services in ${
      environments.length
    } environments, observed by one backend on SQLite for ${minutes} minutes, on ${formatMachine(
      describeMachine(),
    )}\n`,
  );
  console.log(
    table(
      [
        'observed',
        'lists of Deployments per minute',
        'lists of pods per minute',
        'other requests per minute',
        'MB read per minute',
        'memory, median (MB)',
        'memory, most (MB)',
        'processor (%)',
      ],
      measured,
    ),
  );
}

/** Runs a backend, and returns a row of the report. */
async function measure(
  name: string,
  services: string[],
  environments: string[],
  minutes: number,
): Promise<(string | number)[]> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-observation-'));
  const cluster = await startSimulatedCluster(services);
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const port = await freePort();
  const replica = createReplica({
    name: 'backend',
    entry: await bundleReplica(require.resolve('../lib/kubernetesReplica')),
    port,
    directory,
    config: replicaConfig({
      port,
      database: { client: 'sqlite', folder: directory },
      services: services.map(service => ({ name: service })),
      extra: {
        deployments: {
          kubernetes: {
            clusters: { simulated: { url: cluster.url, token: 'none' } },
          },
          environments: Object.fromEntries(
            environments.map(environment => [
              environment,
              { target: { provider: 'kubernetes', namespace: environment } },
            ]),
          ),
          goldenPaths: {
            rolling: {
              for: { kind: 'component' },
              steps: [
                {
                  id: 'roll-out',
                  use: 'deploy',
                  with: { strategy: 'rolling' },
                },
              ],
            },
          },
        },
      },
    }),
  });
  replica.start();
  if (!(await replica.waitUntilReady())) {
    throw new Error(`The backend did not start: see ${replica.logFile}`);
  }
  console.log(`Measuring ${name}: ${minutes + WARM_UP_MS / 60_000} minutes…`);
  await sleep(WARM_UP_MS);
  cluster.counts.clear();
  const { pid } = replica;
  if (pid === undefined) throw new Error('The backend ended');
  const before = sample(pid);
  const resident: number[] = [];
  const until = Date.now() + minutes * 60_000;
  while (Date.now() < until) {
    resident.push(sample(pid).residentMb);
    await sleep(SAMPLE_MS);
  }
  const cpuMs = sample(pid).cpuMs - before.cpuMs;
  await replica.stop();
  cluster.close();
  rmSync(directory, { recursive: true, force: true });

  const perMinute = (resource: string) =>
    (cluster.counts.get(resource)?.requests ?? 0) / minutes;
  const all = [...cluster.counts.values()];
  const requests = all.reduce((sum, it) => sum + it.requests, 0) / minutes;
  const bytes = all.reduce((sum, it) => sum + it.bytes, 0) / minutes;
  resident.sort((a, b) => a - b);
  const lists = perMinute('deployments') + perMinute('pods');
  return [
    name,
    round(perMinute('deployments')),
    round(perMinute('pods')),
    round(requests - lists),
    round(bytes / 1e6),
    Math.round(resident[Math.floor(resident.length / 2)] ?? 0),
    Math.round(resident.at(-1) ?? 0),
    round((cpuMs / (minutes * 60_000)) * 100),
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

runMain(USAGE, main);
