import type { Contender } from '../contenders/contender';
import type { Slipway } from '../contenders/slipway';
import type { BenchmarkOptions } from '../engineOptions';
import type { Measured, Round } from '../engineResults';
import { readStepStart } from './approvals';
import { measureLatency } from './latency';
import type { Timed } from './latency';
import { measureThroughput } from './throughput';

export interface Contenders {
  slipway: Slipway;
  peer?: Contender;
  /** Returns numbers that no job has used yet. */
  take(count: number): number[];
}

/** Creates a function that returns increasing numbers, each once. */
export function createNumbers(): Contenders['take'] {
  let next = 0;
  return count => Array.from({ length: count }, () => next++);
}

/** Jobs of each contender that are not measured, while code is compiled and connections are opened. */
const WARM_UP_JOBS = 40;

/**
 * Measures both alternately, so that other load of the machine affects both. The first one changes with every round.
 */
export async function runRounds(
  contenders: Contenders,
  options: Pick<BenchmarkOptions, 'rounds' | 'latencyJobs' | 'throughputJobs'>,
  onRound: (round: Round, number: number) => void,
): Promise<Round[]> {
  const { slipway, peer, take } = contenders;
  for (const contender of [slipway, ...(peer ? [peer] : [])]) {
    await measureThroughput(contender, take(WARM_UP_JOBS));
    await measureLatency(contender, take(5));
  }
  const rounds: Round[] = [];
  for (let number = 1; number <= options.rounds; number++) {
    const first = number % 2 === 1;
    const early = !first && peer && (await measure(peer, take, options));
    const own = await measure(slipway, take, options);
    const late = first && peer && (await measure(peer, take, options));
    const other = early || late || undefined;
    const round: Round = {
      slipway: {
        ...own.measured,
        firstStep: await firstSteps(slipway, own.timed),
      },
      ...(other ? { peer: other.measured } : {}),
    };
    rounds.push(round);
    onRound(round, number);
  }
  return rounds;
}

async function measure(
  contender: Contender,
  take: Contenders['take'],
  sizes: Pick<BenchmarkOptions, 'latencyJobs' | 'throughputJobs'>,
): Promise<{ measured: Measured; timed: Timed[] }> {
  const timed = await measureLatency(contender, take(sizes.latencyJobs));
  const perSecond = await measureThroughput(
    contender,
    take(sizes.throughputJobs),
  );
  return {
    timed,
    measured: {
      latencies: timed.map(({ tookMs }) => tookMs),
      perSecond,
      memory: contender.memory(),
    },
  };
}

/** Calculates the milliseconds from each request to the start of the first step by the database's clock. */
export async function firstSteps(
  slipway: Slipway,
  timed: readonly Timed[],
): Promise<number[]> {
  const times: number[] = [];
  for (const { id, requestedAt } of timed) {
    times.push((await readStepStart(slipway, id, 'one')) - requestedAt);
  }
  return times;
}
