import { isIP } from 'node:net';

/** How to reach a registry. */
export interface RegistryAccess {
  /** Host and port, as in image references. */
  host: string;
  /** URL of its API, without a path. */
  url: string;
  login?: { username: string; password: string };
  /** Certificates that sign the registry's, as PEM. Default: Node's own. */
  ca?: string;
}

/** Whether a host, with or without port, is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return (
    name === 'localhost' ||
    name === '[::1]' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}
