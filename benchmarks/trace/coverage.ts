import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** The functions that ran, by source file. */
export type Executed = Map<string, Set<string>>;

export interface Coverage {
  /** Returns the named functions that ran since the coverage started, in files whose path contains `part`. */
  take(part: string): Promise<Executed>;
}

/** Starts V8's precise coverage of this process. */
export async function startCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', {
    callCount: true,
    detailed: false,
  });
  // Forget what has run so far.
  await session.post('Profiler.takePreciseCoverage');
  return {
    async take(part) {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const executed: Executed = new Map();
      for (const { url, functions } of result) {
        if (!url.startsWith('file:') || !url.includes(part)) continue;
        // Transpiled exports are getters, which are not ours.
        const names = functions
          .filter(
            ({ functionName, ranges }) =>
              functionName &&
              !/^get( |$)/.test(functionName) &&
              ranges[0].count,
          )
          .map(({ functionName }) => functionName);
        if (names.length > 0) {
          executed.set(fileURLToPath(url).split(part)[1], new Set(names));
        }
      }
      return executed;
    },
  };
}

/** Merges what ran in two spans. */
export function merge(a: Executed, b: Executed): Executed {
  const merged: Executed = new Map(
    [...a].map(([file, names]) => [file, new Set(names)]),
  );
  for (const [file, names] of b) {
    const all = merged.get(file) ?? new Set();
    names.forEach(name => all.add(name));
    merged.set(file, all);
  }
  return merged;
}
