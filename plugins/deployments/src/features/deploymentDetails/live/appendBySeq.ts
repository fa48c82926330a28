/**
 * Appends items to a list that is ordered by `seq`, without duplicates: streams repeat what may not have been received.
 */
export function appendBySeq<T extends { seq: number }>(
  existing: readonly T[],
  incoming: readonly T[],
): T[] {
  const last = existing.length ? existing[existing.length - 1].seq : -1;
  const known = new Set<number>();
  const fresh: T[] = [];
  let inOrder = true;
  let previous = last;
  for (const item of incoming) {
    if (!known.has(item.seq)) {
      known.add(item.seq);
      fresh.push(item);
      inOrder = inOrder && item.seq > previous;
      previous = item.seq;
    }
  }
  if (inOrder) {
    return fresh.length ? [...existing, ...fresh] : (existing as T[]);
  }
  const present = new Set(existing.map(item => item.seq));
  const added = fresh.filter(item => !present.has(item.seq));
  return added.length
    ? [...existing, ...added].sort((a, b) => a.seq - b.seq)
    : (existing as T[]);
}

export function findLastSeq(
  items: readonly { seq: number }[],
): number | undefined {
  return items.length ? items[items.length - 1].seq : undefined;
}
