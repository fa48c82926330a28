import { isIP } from 'node:net';

/**
 * Whether a host, with or without port, is this machine.
 *
 * @param host - As in `URL.host`: `localhost`, `127.0.0.1:7000` or `[::1]`. Other names are never looked up.
 * @public
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return (
    name === 'localhost' ||
    name === '[::1]' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}
