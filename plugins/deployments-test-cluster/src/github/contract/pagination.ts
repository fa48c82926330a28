/** A page of a list, and the `Link` header that leads to the others. */
export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
}

const DEFAULT_SIZE = 30;
const MAX_SIZE = 100;

function readNumber(value: unknown, fallback: number): number {
  const number = Number(value ?? fallback);
  return Number.isInteger(number) && number > 0 ? number : fallback;
}

/**
 * Takes the page that `page` and `per_page` ask for. More than 100 items a page are never returned, whatever was asked.
 *
 * @param url - the request's own URL, absolute
 */
export function paginate<T>(
  all: T[],
  query: Record<string, unknown>,
  url: URL,
): Page<T> {
  const size = Math.min(readNumber(query.per_page, DEFAULT_SIZE), MAX_SIZE);
  const page = readNumber(query.page, 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = new Map<string, number>();
  if (page > 1) links.set('prev', page - 1);
  if (page < last) {
    links.set('next', page + 1);
    links.set('last', last);
  }
  if (page > 1) links.set('first', 1);
  const header = [...links]
    .map(([relation, number]) => {
      const link = new URL(url);
      link.searchParams.set('page', String(number));
      return `<${link}>; rel="${relation}"`;
    })
    .join(', ');
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: header ? { link: header } : {},
  };
}
