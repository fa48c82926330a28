import {
  HttpError,
  isLoopback,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';
import { parseDocument } from './imageDocuments';
import { type Challenge, parseChallenges } from './parseChallenges';
import type { RegistryAccess } from './registryAccess';
import { RegistryError } from './registryError';

/** A token without a lifetime is valid for a minute, says the specification. */
const DEFAULT_LIFETIME_S = 60;
/** A token is not used in its last seconds, because the request takes time. */
const MARGIN_MS = 5_000;
const LONGEST_LIFETIME_S = 24 * 3_600;
/** How many repositories' logins are kept. */
const MAX_LOGINS = 2_000;
/** What a token may be asked for. */
const READ_SCOPE =
  /^repository:[^\s:]+(?::\d+\/[^\s:]+)?:(?:pull|metadata_read)$/;

const tokenSchema = z.object({
  token: z.string().min(1).nullish(),
  access_token: z.string().min(1).nullish(),
  expires_in: z.number().nullish(),
});

/** Sends a request to a token server. */
export type SendTokenRequest = (
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<HttpResponse>;

interface Login {
  scopes: Set<string>;
  header?: { value: string; expiresAt: number };
  /** Simultaneous requests share one request for a token. */
  fetching?: Promise<void>;
}

/**
 * Logs in to a registry: with a token of the token server that the registry names, or with user name and password. Tokens
 * are for reading one repository.
 */
export class RegistryAuth {
  readonly #access: RegistryAccess;
  readonly #send: SendTokenRequest;
  readonly #logins = new Map<string, Login>();

  constructor(access: RegistryAccess, send: SendTokenRequest) {
    this.#access = access;
    this.#send = send;
  }

  /** The header for requests about a repository; `undefined` before the registry has asked for one. */
  getHeader(repository: string): string | undefined {
    const header = this.#logins.get(repository)?.header;
    return header && header.expiresAt > Date.now() ? header.value : undefined;
  }

  /**
   * Gets what the registry asked for in a response with status 401.
   *
   * @param sent - The header of the rejected request. If another one is there by now, nothing is done.
   * @throws RegistryError `denied` if the login is not accepted, or as other reads.
   */
  async respond(
    repository: string,
    { headers }: HttpResponse,
    sent: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const challenges = parseChallenges(headers['www-authenticate'] ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    const login = this.#findLogin(repository);
    if (bearer) {
      const header = this.getHeader(repository);
      if (header !== undefined && header !== sent) return;
      login.fetching ??= this.#fetchToken(
        repository,
        login,
        bearer,
        signal,
      ).finally(() => {
        delete login.fetching;
      });
      await login.fetching;
      return;
    }
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    const value = this.#basicHeader();
    if (!isBasic || !value || sent === value) throw this.#createDenied();
    login.header = { value, expiresAt: Infinity };
  }

  async #fetchToken(
    repository: string,
    login: Login,
    { parameters }: Challenge,
    signal: AbortSignal,
  ): Promise<void> {
    delete login.header;
    // The registry may ask for more than reading. A token never gets that.
    const asked = (parameters.scope ?? '').split(' ');
    const prefix = `repository:${repository}:`;
    const scopes = asked.filter(
      scope => scope.startsWith(prefix) && READ_SCOPE.test(scope),
    );
    (scopes.length > 0 ? scopes : [`${prefix}pull`]).forEach(scope =>
      login.scopes.add(scope),
    );
    const url = this.#readRealm(parameters.realm ?? '');
    if (parameters.service) url.searchParams.set('service', parameters.service);
    login.scopes.forEach(scope => url.searchParams.append('scope', scope));
    const basic = this.#basicHeader();
    const response = await this.#requestToken(
      url,
      basic ? { Authorization: basic } : {},
      signal,
    );
    const { token, lifetimeS } = this.#readToken(response);
    login.header = {
      value: `Bearer ${token}`,
      expiresAt: Date.now() + lifetimeS * 1000 - MARGIN_MS,
    };
  }

  /** The registry is trusted to name its token server, but not to send the password in plain text. */
  #readRealm(realm: string): URL {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const isAllowed =
      url?.protocol === 'https:' ||
      (url?.protocol === 'http:' &&
        this.#access.url.startsWith('http:') &&
        isLoopback(url.host));
    if (!url || !isAllowed || url.username || url.password) {
      throw new RegistryError(
        `${
          this.#access.host
        } names a token server that is not an https address, so no login was sent there`,
        'unreadable',
      );
    }
    return url;
  }

  async #requestToken(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    try {
      return await this.#send(url, headers, signal);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw new RegistryError(
        `The token server of ${this.#access.host} did not respond: ${
          error.message
        }`,
        'unavailable',
        { cause: error },
      );
    }
  }

  #readToken({ status, text }: HttpResponse): {
    token: string;
    lifetimeS: number;
  } {
    if (status >= 400 && status < 500 && status !== 429) {
      throw this.#createDenied();
    }
    if (status !== 200) {
      throw new RegistryError(
        `The token server of ${
          this.#access.host
        } responded with status ${status}`,
        status === 429 ? 'rate_limited' : 'unavailable',
      );
    }
    try {
      const answer = parseDocument(text, tokenSchema);
      const token = answer.token ?? answer.access_token ?? '';
      // It becomes a header.
      if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('has no token');
      const lifetimeS = Math.min(
        Math.max(answer.expires_in ?? 0, DEFAULT_LIFETIME_S),
        LONGEST_LIFETIME_S,
      );
      return { token, lifetimeS };
    } catch (error) {
      throw new RegistryError(
        `The response of the token server of ${this.#access.host} ${
          error instanceof Error ? error.message : 'is unreadable'
        }`,
        'unreadable',
      );
    }
  }

  #basicHeader(): string | undefined {
    const { login } = this.#access;
    return (
      login &&
      `Basic ${Buffer.from(`${login.username}:${login.password}`).toString(
        'base64',
      )}`
    );
  }

  #createDenied(): RegistryError {
    const { host, login } = this.#access;
    return new RegistryError(
      login
        ? `${host} rejected the login in deployments.oci.registries.${host}`
        : `${host} requires a login: add username and password to deployments.oci.registries.${host}`,
      'denied',
    );
  }

  #findLogin(repository: string): Login {
    const known = this.#logins.get(repository);
    if (known) return known;
    const [oldest] = this.#logins.keys();
    if (oldest !== undefined && this.#logins.size >= MAX_LOGINS) {
      this.#logins.delete(oldest);
    }
    const login: Login = { scopes: new Set() };
    this.#logins.set(repository, login);
    return login;
  }
}
