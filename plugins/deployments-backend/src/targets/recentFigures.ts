import type { LiveFigures, Measured } from './liveFigures';

/** How old figures may be before a list has them measured again. */
const RECENT_MS = 60_000;
/** How old figures may be that a list shows meanwhile. */
const USABLE_MS = 2 * 60_000;
/** How long a list waits for figures that are missing. */
const WAIT_MS = 1_000;
/** How many service environments are measured for lists at the same time. */
const CONCURRENCY = 4;
const MAX_KEPT = 5_000;

type Measure = () => Promise<LiveFigures | undefined>;

/** Figures of running versions, kept for lists, which show many at once and must not query a provider for each. */
export interface RecentFigures {
  /** Measures now, and keeps the result. Never rejects: without a response, there are no figures. */
  measure(
    key: string,
    measured: Measured,
    measure: Measure,
  ): Promise<LiveFigures | undefined>;
  /**
   * Returns what was last measured, up to two minutes ago. Figures that are older than a minute are measured again in the
   * background, a few service environments at a time. `pending`: nothing is known yet, so nobody may conclude anything.
   */
  recall(
    key: string,
    measured: Measured,
    measure: Measure,
  ): Promise<LiveFigures | undefined | 'pending'>;
}

export function createRecentFigures(): RecentFigures {
  const kept = new Map<
    string,
    { measured: Measured; at: number; figures?: LiveFigures }
  >();
  const awaited = new Map<
    string,
    { measured: Measured; figures: Promise<LiveFigures | undefined> }
  >();
  const inTurn = limitConcurrency(CONCURRENCY);

  const measureNow: RecentFigures['measure'] = async (
    key,
    measured,
    measure,
  ) => {
    const figures = await measure().catch(() => undefined);
    // Deleted first, so that the map stays ordered by age.
    kept.delete(key);
    kept.set(key, { measured, at: Date.now(), figures });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return figures;
  };

  const measureInTurn: RecentFigures['measure'] = (key, measured, measure) => {
    const same = awaited.get(key);
    if (same && isSame(same.measured, measured)) return same.figures;
    const figures = inTurn(() => measureNow(key, measured, measure));
    const entry = { measured, figures };
    awaited.set(key, entry);
    figures.finally(() => {
      if (awaited.get(key) === entry) awaited.delete(key);
    });
    return figures;
  };

  return {
    measure: measureNow,
    async recall(key, measured, measure) {
      const last = kept.get(key);
      const age =
        last && isSame(last.measured, measured)
          ? Date.now() - last.at
          : Infinity;
      if (age < RECENT_MS) return last?.figures;
      const next = measureInTurn(key, measured, measure);
      return age < USABLE_MS ? last?.figures : within(next, WAIT_MS);
    },
  };
}

export function isSame(a: Measured, b: Measured | undefined): boolean {
  return a.artifact === b?.artifact && a.since === b.since;
}

function limitConcurrency(limit: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) {
      await new Promise<void>(resolve => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes to the next one, if there is one.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

async function within<T>(
  promise: Promise<T>,
  ms: number,
): Promise<T | 'pending'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'pending'>(resolve => {
    timer = setTimeout(() => resolve('pending'), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
