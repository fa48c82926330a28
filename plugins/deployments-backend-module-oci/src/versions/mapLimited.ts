/** Maps items by an asynchronous function, at most `limit` at a time. Waits for all, also if one fails. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  const rest = items.entries();
  const work = async () => {
    for (const [index, item] of rest) {
      try {
        results[index] = { status: 'fulfilled', value: await map(item) };
      } catch (reason) {
        results[index] = { status: 'rejected', reason };
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
