import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  atExit,
  describeMachine,
  formatMachine,
  pollUntil,
  table,
} from '../lib';
import { parseOptions, readCount } from '../lib/options';
import { runMain } from '../lib/runMain';
import { formatPeer, formatUpstream } from './haproxyConfig';
import type { LoadOptions, LoadResult } from './loadGenerator';
import type { ProxyOptions } from './proxyUnderTest';

const USAGE = `npm run bench:proxy -- [options]

Compares the proxy of the local target with HAProxy, which must be installed (on Debian: apt-get install haproxy).

  --rounds <n>   rounds, of which the median counts (default 5)
  --seconds <n>  length of one measurement (default 3)`;

/** The proxies share one core. The load generator and the upstreams share the other. */
const PROXY_CORE = 0;
const LOAD_CORE = 1;

const LOADS = {
  throughput: { connections: 16, method: 'GET' },
  latency: { connections: 64, rate: 1_000, method: 'GET' },
  posts: { connections: 16, method: 'POST' },
} as const satisfies Record<string, Omit<LoadOptions, 'port' | 'seconds'>>;

type LoadName = keyof typeof LOADS;
type Results = Record<LoadName, LoadResult[]>;

function start(core: number, command: readonly string[]): ChildProcess {
  const child = spawn('taskset', ['-c', String(core), ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atExit(() => child.kill());
  return child;
}

/** Runs a file of this folder, transpiled like this one. */
function startNode(core: number, file: string, options: object): ChildProcess {
  return start(core, [
    process.execPath,
    ...process.execArgv,
    join(__dirname, file),
    JSON.stringify(options),
  ]);
}

async function waitUntilListening(port: number): Promise<void> {
  const isListening = await pollUntil(
    () =>
      new Promise<true | undefined>(resolve => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', () => resolve(undefined));
      }),
    { intervalMs: 50, timeoutMs: 20_000 },
  );
  if (!isListening) throw new Error(`Nothing listens on port ${port}`);
}

async function measure(options: LoadOptions): Promise<LoadResult> {
  const child = startNode(LOAD_CORE, 'loadGenerator.ts', options);
  let output = '';
  child.stdout?.on('data', chunk => (output += chunk));
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0) throw new Error('The load generator failed');
  return JSON.parse(output);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function main(args: string[]): Promise<void> {
  const values = parseOptions(
    args,
    { rounds: { type: 'string' }, seconds: { type: 'string' } },
    USAGE,
  );
  const count = (name: keyof typeof values, otherwise: number) =>
    readCount(name, values[name], { least: 1, otherwise, usage: USAGE });
  const rounds = count('rounds', 5);
  const seconds = count('seconds', 3);

  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'slipway-proxy-'));
  atExit(() => rmSync(folder, { recursive: true, force: true }));
  const startHaproxy = (core: number, name: string, config: string) => {
    const file = join(folder, `${name}.cfg`);
    writeFileSync(file, config);
    start(core, ['haproxy', '-db', '-f', file]);
  };

  const upstreams = [await freePort(), await freePort()] as const;
  startHaproxy(LOAD_CORE, 'upstream', formatUpstream(upstreams));
  const contenders = new Map<string, number>([['no proxy', upstreams[0]]]);
  const addPeer = async (name: string, options: { sticky: boolean }) => {
    const port = await freePort();
    startHaproxy(PROXY_CORE, name, formatPeer(port, upstreams, options));
    contenders.set(name, port);
  };
  const addOwn = async (name: string, options: Partial<ProxyOptions>) => {
    const port = await freePort();
    startNode(PROXY_CORE, 'proxyUnderTest.ts', { port, upstreams, ...options });
    contenders.set(name, port);
  };
  await addPeer('HAProxy', { sticky: false });
  await addPeer('HAProxy, sticky', { sticky: true });
  await addOwn('Slipway', {});
  const sticky = { cookie: 'version' };
  await addOwn('Slipway, sticky', { routing: { sticky } });
  await addOwn('Slipway, sticky, 10 % mirrored', {
    routing: { sticky, mirror: { percent: 10 } },
  });
  for (const port of contenders.values()) await waitUntilListening(port);

  const results = new Map<string, Results>(
    [...contenders.keys()].map(name => [
      name,
      { throughput: [], latency: [], posts: [] },
    ]),
  );
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    console.log(round === 0 ? 'Warming up…' : `Round ${round} of ${rounds}…`);
    for (const load of ['throughput', 'latency', 'posts'] as const) {
      for (const [name, port] of contenders) {
        const result = await measure({ port, seconds, ...LOADS[load] });
        if (round > 0) results.get(name)?.[load].push(result);
      }
    }
  }
  print(results, rounds, seconds);
}

function print(
  results: ReadonlyMap<string, Results>,
  rounds: number,
  seconds: number,
): void {
  const pick = (
    name: string,
    load: LoadName,
    value: (result: LoadResult) => number,
  ) => (results.get(name)?.[load] ?? []).map(value);
  const perSecond = (result: LoadResult) => result.perSecond;
  const p50 = (result: LoadResult) => result.latency?.p50 ?? NaN;
  const p99 = (result: LoadResult) => result.latency?.p99 ?? NaN;
  // Within a round, so that other load on the machine affects both.
  const added = (name: string) => {
    const direct = pick('no proxy', 'latency', p50);
    return pick(name, 'latency', p50).map(
      (ms, round) => ms - (direct[round] ?? NaN),
    );
  };
  const ratio = (values: readonly number[], to: readonly number[]) =>
    `${median(values.map((value, round) => value / (to[round] ?? NaN))).toFixed(
      2,
    )} ×`;

  console.log(
    `\nMedians of ${rounds} rounds of ${seconds} s each, on ${formatMachine(
      describeMachine(),
    )}\n`,
  );
  console.log(
    table(
      [
        'proxy',
        'GET per second',
        'to HAProxy',
        'POST per second',
        'to HAProxy',
        'added p50 (ms)',
        'to HAProxy',
        'p99 (ms)',
        'errors',
      ],
      [...results].map(([name, { throughput, latency, posts }]) => [
        name,
        Math.round(median(throughput.map(perSecond))),
        ratio(
          throughput.map(perSecond),
          pick('HAProxy', 'throughput', perSecond),
        ),
        Math.round(median(posts.map(perSecond))),
        ratio(posts.map(perSecond), pick('HAProxy', 'posts', perSecond)),
        median(added(name)).toFixed(3),
        name === 'no proxy' ? '' : ratio(added(name), added('HAProxy')),
        median(latency.map(p99)).toFixed(2),
        [...throughput, ...latency, ...posts].reduce(
          (sum, { errors, skipped }) => sum + errors + skipped,
          0,
        ),
      ]),
    ),
  );
}

runMain(USAGE, main);
