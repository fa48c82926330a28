/** What stands for a part that may be private. */
const MASK = '***';
const LONGEST_PATH = 200;
const MOST_NAMES = 10;
const LONGEST_WORD = 40;
/** From this length on, capitals among small letters are rather a token than a name. */
const LONGEST_MIXED = 16;

/**
 * Masks the parts of a request's path that may be private, so that it can be stored and shown: segments that look like
 * tokens, ids or mail addresses, and the values of the query's parameters. For example, `/orders/81723?page=2` becomes
 * `/orders/***?page=`. At most 200 characters and 10 parameters are kept. Masking twice changes nothing.
 *
 * @param url - Path and query of a request.
 * @public
 */
export function maskRequestPath(url: string): string {
  const [target = ''] = url.split('#', 1);
  const [path = '', query] = target.split('?', 2);
  const masked = path
    .split('/')
    .map(segment => (looksPrivate(segment) ? MASK : segment))
    .join('/');
  const names = query
    ?.split('&')
    .filter(pair => pair !== '')
    .slice(0, MOST_NAMES)
    .map(pair => pair.split('=', 1)[0] ?? '')
    .map(name => `${looksPrivate(name) ? MASK : name}=`);
  return (names === undefined ? masked : `${masked}?${names.join('&')}`).slice(
    0,
    LONGEST_PATH,
  );
}

function looksPrivate(part: string): boolean {
  const text = decode(part);
  return (
    text === undefined ||
    // Ordinary names, such as `api`, `v2`, `order-items` or `index.html`.
    !/^[\w.~+!'()[\]*-]*$/.test(text) ||
    text.length > LONGEST_WORD ||
    /^\d+$/.test(text) ||
    (text.match(/\d/g)?.length ?? 0) > 2 ||
    (text.length >= LONGEST_MIXED && /[a-z][A-Z]/.test(text))
  );
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
