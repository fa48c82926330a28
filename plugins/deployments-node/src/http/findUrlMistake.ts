import { isLoopback } from './isLoopback';

/**
 * What the address of a server may be, and which keys of app-config to use instead.
 *
 * @public
 */
export interface UrlRules {
  /** Accepts plain HTTP to any host. Default: to a loopback address only. */
  allowPlainHttp?: boolean;
  /** The key that sets `allowPlainHttp`, if there is one. */
  plainHttpKey?: string;
  /** The keys for credentials, such as `token`, or `username and password`. */
  credentialKeys: string;
}

/**
 * Says why the address of a server to which credentials are sent can't be used; `undefined` if it can. The address is not
 * repeated, because it may contain a secret.
 *
 * @public
 */
export function findUrlMistake(
  address: string,
  { allowPlainHttp = false, plainHttpKey, credentialKeys }: UrlRules,
): string | undefined {
  if (!URL.canParse(address) || !/^https?:/i.test(address)) {
    return `expected an address with ${
      allowPlainHttp ? 'http:// or https://' : 'https://'
    }`;
  }
  const url = new URL(address);
  if (url.username || url.password) {
    return `must not contain a user name or password; use ${credentialKeys}`;
  }
  if (url.search || url.hash) return 'must not contain a query or a fragment';
  return url.protocol === 'https:' || allowPlainHttp || isLoopback(url.host)
    ? undefined
    : `must start with https://, because over http:// credentials could be read on their way${
        plainHttpKey ? `. If you accept that, set ${plainHttpKey}` : ''
      }`;
}
