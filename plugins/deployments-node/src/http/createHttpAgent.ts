import http from 'node:http';
import https from 'node:https';

/**
 * Certificates of a connection, as PEM.
 *
 * @public
 */
export interface TlsOptions {
  /** Trusted instead of Node's own certificate authorities. */
  ca?: string;
  /** The client's own certificate, for mutual TLS; needs `key`. */
  certificate?: string;
  /** The private key of `certificate`, in PEM. */
  key?: string;
  /** Accepts any certificate. Default: false. */
  skipVerify?: boolean;
}

/**
 * Creates an agent that keeps connections open. Destroy it when it is no longer needed.
 *
 * @param url - Any URL of the host; only its protocol matters.
 * @public
 */
export function createHttpAgent(
  url: string,
  { ca, certificate, key, skipVerify = false }: TlsOptions,
  { maxSockets = 8 }: { maxSockets?: number } = {},
): http.Agent {
  const shared = { keepAlive: true, maxSockets };
  return url.startsWith('https:')
    ? new https.Agent({
        ...shared,
        ...(ca ? { ca } : {}),
        ...(certificate && key ? { cert: certificate, key } : {}),
        rejectUnauthorized: !skipVerify,
      })
    : new http.Agent(shared);
}
