/** A page of a list, by the limit and the cursor of the request. */
export function paginate<T>(
  items: T[],
  request: Request,
): { items: T[]; nextCursor?: string } {
  const query = new URL(request.url).searchParams;
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? items.length);
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? String(end) : undefined,
  };
}
