import type { HumanDuration } from '@backstage/types';

/** How to reach a Prometheus or an Alertmanager. */
interface Instance {
  /** Its address, with the path in front of `/api`. Must be `https` if there is a credential, except on a loopback address. */
  url: string;
  /**
   * Bearer token.
   * @visibility secret
   */
  token?: string;
  /** File with this token. It is read for each request, so that a renewed token is used. */
  tokenFile?: string;
  /** User name for basic authentication, with a password. */
  username?: string;
  /** @visibility secret */
  password?: string;
  /** File with the password. It is read for each request. */
  passwordFile?: string;
  /**
   * Headers to send, e.g. `X-Scope-OrgID`.
   * @deepVisibility secret
   */
  headers?: { [name: string]: string };
  /** File with the certificates to trust instead of Node's own, PEM. */
  caFile?: string;
  /** File with the portal's own certificate for mutual TLS, PEM; with `keyFile`. */
  certificateFile?: string;
  /** File with the key of this certificate, PEM. */
  keyFile?: string;
  /** How long a request may take, at most 14s. Default: 10s. */
  timeout?: string | HumanDuration;
}

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** The check provider `prometheus`. If absent, it cannot be used. */
    prometheus?: {
      /** By name. A check that names none uses `default`. */
      instances: { [name: string]: Instance };
    };
    /** The check provider and start condition provider `alertmanager`. If absent, it cannot be used. */
    alertmanager?: {
      /** By name. A check or condition that names none uses `default`. */
      instances: { [name: string]: Instance };
    };
  };
}
