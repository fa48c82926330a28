import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A request of a visitor, and what the service responded. */
export interface Visit {
  /** Epoch milliseconds of the request. */
  sentAt: number;
  /** Epoch milliseconds of the response. */
  at: number;
  /** 0 if there was no response. */
  status: number;
  /** Of the instance that responded; what went wrong if none did. */
  version: string;
  /** The instance that responded; empty if none did. */
  instance: string;
}

/** Visitors with one request each, who come as long as not too many wait for their response. */
export interface Visitors {
  /** What they got so far, in order of the responses. */
  readonly visits: readonly Visit[];
  /** Ends when the last one has got a response. */
  stop(): Promise<void>;
}

const EVERY_MS = 50;
/**
 * A busy machine accepts connections late. The system resets those that wait beyond the 511 that Node lets wait, although the
 * service would respond.
 */
const MAX_WAITING = 100;

/** Sends visitors to a URL until they are stopped. */
export function sendVisitors(url: string, perSecond: number): Visitors {
  const visits: Visit[] = [];
  const pending = new Set<Promise<void>>();
  let isOver = false;
  const send = async () => {
    let sent = 0;
    const startedAt = Date.now();
    while (!isOver) {
      const due = ((Date.now() - startedAt) / 1000) * perSecond;
      for (; sent < due; sent++) {
        if (pending.size === MAX_WAITING) continue;
        const sentAt = Date.now();
        const visit: Promise<void> = visitOnce(url)
          .then(({ status, version, instance }) => {
            visits.push({ sentAt, at: Date.now(), status, version, instance });
          })
          .finally(() => pending.delete(visit));
        pending.add(visit);
      }
      await pause(EVERY_MS);
    }
  };
  const sending = send();
  return {
    visits,
    async stop() {
      isOver = true;
      await sending;
      await Promise.all(pending);
    },
  };
}

/** Sends one request with headers of its own, on a connection of its own. */
export async function visitOnce(
  url: string,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  version: string;
  instance: string;
  cookie?: string;
}> {
  const sentAt = Date.now();
  try {
    const { statusCode = 0, headers: received } = await get(url, headers);
    const cookie = received['set-cookie']?.[0]?.split(';')[0];
    return {
      status: statusCode,
      version: String(received['x-service-version'] ?? ''),
      instance: String(received['x-service-instance'] ?? ''),
      ...(cookie === undefined ? {} : { cookie }),
    };
  } catch (error) {
    const { message } = error as Error;
    const version = `${message} after ${Date.now() - sentAt} ms`;
    return { status: 0, version, instance: '' };
  }
}

/** Reads a response to its end. A kept connection may be closed by the other side just when it is used again. */
function get(
  url: string,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, response => {
      response.once('end', () => resolve(response));
      response.once('error', reject);
      response.resume();
    });
    sent
      .once('error', ({ message }) => {
        const { bytesWritten = 0, bytesRead = 0 } = sent.socket ?? {};
        reject(
          new Error(
            `${message} (${bytesWritten} bytes written, ${bytesRead} read)`,
          ),
        );
      })
      .end();
  });
}

/** Which versions respond to visitors who come one after the other, and with which status: `200 1.0.0`. */
export async function visitInTurn(
  url: string,
  times: number,
  headers: Record<string, string> = {},
): Promise<string[]> {
  const seen = new Set<string>();
  for (let count = 0; count < times; count++) {
    const { status, version } = await visitOnce(url, headers);
    seen.add(`${status} ${version}`);
  }
  return [...seen].sort();
}
