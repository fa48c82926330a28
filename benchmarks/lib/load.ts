import { cpus, loadavg } from 'node:os';

/** How busy the machine was, including other programs. */
export interface Load {
  /** Share of the processors' time that was not idle, in percent. */
  busyPercent: number;
  /** Average number of processes that were running or waiting for a processor. */
  waiting: number;
}

const SAMPLE_INTERVAL_MS = 5_000;

/** Measures from now until the returned function is called. */
export function measureLoad(): () => Load {
  const before = times();
  const averages: number[] = [];
  const timer = setInterval(
    () => averages.push(loadavg()[0] ?? 0),
    SAMPLE_INTERVAL_MS,
  );
  timer.unref();
  return () => {
    clearInterval(timer);
    const after = times();
    const all = after.all - before.all;
    const sum = averages.reduce((total, average) => total + average, 0);
    return {
      busyPercent: all === 0 ? 0 : 100 * (1 - (after.idle - before.idle) / all),
      waiting:
        averages.length === 0 ? loadavg()[0] ?? 0 : sum / averages.length,
    };
  };
}

function times(): { idle: number; all: number } {
  let idle = 0;
  let all = 0;
  for (const core of cpus()) {
    idle += core.times.idle;
    all += Object.values(core.times).reduce((sum, time) => sum + time, 0);
  }
  return { idle, all };
}
