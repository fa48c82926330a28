import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import {
  createDeploymentsClient,
  unwrapResponse,
} from '@slipway/backstage-plugin-deployments-common';

export interface SendOptions {
  /** Base URL of the deployments plugin, e.g. https://portal.example.com/api/deployments */
  url: string;
  token: string;
  source: string;
  dryRun: boolean;
  /** Pause before the first retry, in milliseconds; it doubles with each retry. Default 1 s. */
  pauseMs?: number;
}

const TRIES = 6;
/** Statuses that are worth a retry. */
const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends events to the portal. Retries temporary errors; throws when they last, and immediately for any other error.
 */
export async function sendEvents(
  events: Record<string, unknown>[],
  options: SendOptions,
): Promise<IngestResponse> {
  const { url, token, source, dryRun, pauseMs = 1_000 } = options;
  const client = createDeploymentsClient({
    baseUrl: url.replace(/\/+$/, ''),
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('Authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    },
  });
  for (let tried = 1; ; tried++) {
    try {
      return await unwrapResponse(
        client.POST('/dora/ingest', { body: { source, dryRun, events } }),
      );
    } catch (error) {
      if (tried === TRIES || !isRetryable(error)) throw describe(error, url);
      await sleep(pauseMs * 2 ** (tried - 1));
    }
  }
}

function getStatus(error: unknown): number | undefined {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

/** An error without a status means that the server did not respond. */
function isRetryable(error: unknown): boolean {
  const status = getStatus(error);
  return status === undefined || RETRYABLE.has(status);
}

function describe(error: unknown, url: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error ? (error.cause as Error | null) : null;
  switch (getStatus(error)) {
    case undefined:
      return new Error(`${url} does not respond: ${cause?.message ?? message}`);
    case 401:
      return new Error(
        `The portal rejected the token in SLIPWAY_TOKEN: ${message}`,
      );
    case 404:
      return new Error(
        `There is no deployments plugin at ${url}; its address is usually https://<portal>/api/deployments`,
      );
    default:
      return new Error(`The portal responded: ${message}`);
  }
}
