import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';
import {
  createHttpAgent,
  HttpError,
  parseJson,
  sendHttpRequest,
  type HttpResponse,
} from '@slipway/backstage-plugin-deployments-node/http';
import type { InstanceConfig } from '../config/instanceSchema';
import { measureClockSkew } from './measureClockSkew';

/** Larger than any result that makes sense, and small enough to be parsed without blocking the portal. */
const MAX_BODY_BYTES = 1024 * 1024;

/** A response that contains JSON, or that the API rejected. */
interface ApiResponse {
  status: number;
  /** Parsed JSON; `undefined` if the response contains none. */
  body: unknown;
  /** How far the other clock is ahead of this one, in milliseconds; negative if it is behind. 0 if unknown. */
  clockSkewMs: number;
}

/** Sends requests to one Prometheus or Alertmanager. */
export interface ApiClient {
  /** For messages, e.g. `Prometheus "default"`. */
  readonly label: string;
  /**
   * Sends a request, with parameters as a form (POST) or as a query (GET).
   *
   * @param path - Below the instance's URL, starting with a slash.
   * @throws HttpError if there is no complete response, it is too large, or `signal` aborts.
   * @throws Error if the credentials are rejected, or the address is wrong. Messages contain no secret.
   */
  send(
    request: {
      method: 'GET' | 'POST';
      path: string;
      params: URLSearchParams;
    },
    signal: AbortSignal,
  ): Promise<ApiResponse>;
  /** Closes all connections. */
  close(): void;
}

/** @param label - For messages, e.g. `Prometheus "default"`. */
export function createApiClient(
  label: string,
  instance: InstanceConfig,
): ApiClient {
  const baseUrl = instance.url.replace(/\/+$/, '');
  let current: { key: string; agent: Agent } | undefined;

  /** Files are read for each request, so that renewed certificates are used. Connections are kept while these are the same. */
  const selectAgent = async (): Promise<Agent> => {
    const [ca, certificate, key] = await Promise.all(
      (['caFile', 'certificateFile', 'keyFile'] as const).map(name =>
        readConfigured(label, name, instance[name]),
      ),
    );
    const cacheKey = JSON.stringify([ca, certificate, key]);
    if (current?.key !== cacheKey) {
      // The old agent's requests may be in progress; its idle connections end by themselves.
      current = {
        key: cacheKey,
        agent: createHttpAgent(baseUrl, { ca, certificate, key }),
      };
    }
    return current.agent;
  };

  return {
    label,
    async send({ method, path, params }, signal) {
      const isPost = method === 'POST';
      const url = new URL(`${baseUrl}${path}`);
      if (!isPost) url.search = params.toString();
      const authorization = await readAuthorization(label, instance);
      const agent = await selectAgent();
      const sentAt = Date.now();
      const response = await sendHttpRequest({
        method,
        url,
        headers: {
          ...instance.headers,
          accept: 'application/json',
          ...(authorization ? { authorization } : {}),
          ...(isPost
            ? { 'content-type': 'application/x-www-form-urlencoded' }
            : {}),
        },
        ...(isPost ? { body: params.toString() } : {}),
        agent,
        timeoutMs: instance.timeout,
        maxBytes: MAX_BODY_BYTES,
        signal,
      }).catch((error: unknown) => {
        throw error instanceof HttpError
          ? new HttpError(`${label}: ${error.message}`, error.failure, error)
          : error;
      });
      const body = parseJson(response.text);
      const problem = explainResponse(response, body !== undefined);
      if (problem) throw new Error(`${label} ${problem}`);
      return {
        status: response.status,
        body,
        clockSkewMs: measureClockSkew(response.headers.date, {
          sentAt,
          receivedAt: Date.now(),
        }),
      };
    },
    close: () => current?.agent.destroy(),
  };
}

async function readAuthorization(
  label: string,
  instance: InstanceConfig,
): Promise<string | undefined> {
  if (instance.username !== undefined) {
    const password =
      instance.password ??
      (await readConfigured(label, 'passwordFile', instance.passwordFile));
    const pair = `${instance.username}:${password?.trimEnd() ?? ''}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const token =
    instance.token ??
    (await readConfigured(label, 'tokenFile', instance.tokenFile));
  return token === undefined ? undefined : `Bearer ${token.trim()}`;
}

async function readConfigured(
  label: string,
  key: string,
  file: string | undefined,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${label}: the file in ${key} can't be read (${code ?? 'unknown error'})`,
    );
  }
}

/** Says why a response has no answer to the request; `undefined` if it may have one. */
function explainResponse(
  { status }: HttpResponse,
  isJson: boolean,
): string | undefined {
  if (status === 401 || status === 403) {
    return `rejected the credentials (status ${status}). Check its credentials in app-config`;
  }
  if (status >= 300 && status < 400) {
    return `redirects to another address (status ${status}), which is not followed. Set url to the address behind it`;
  }
  if (isJson) return undefined;
  return status >= 500
    ? `is not available (status ${status})`
    : `sent something other than JSON (status ${status}). Check its url in app-config`;
}
