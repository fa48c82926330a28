/** Runs a task for each value, at most `limit` at a time, in the order of the values. The task must not reject. */
export async function runLimited<T>(
  values: readonly T[],
  limit: number,
  task: (value: T) => Promise<void>,
): Promise<void> {
  const queue = values.values();
  const runNext = async () => {
    for (const value of queue) {
      await task(value);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(limit, values.length) }, runNext),
  );
}
