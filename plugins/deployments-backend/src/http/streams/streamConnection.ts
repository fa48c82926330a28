import type { Response } from 'express';
import { toPlainJson } from '../plainJson';

/** A connection to the client of a stream of server-sent events. */
export interface StreamConnection {
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
  /** Resolves when the connection can take more data: to `true`, or to `false` if the client has disconnected. */
  send(message: { id: string; event: string; data: unknown }): Promise<boolean>;
  /** Sends a comment, which clients ignore. Does nothing while earlier data is still waiting for the client. */
  comment(text: string): void;
  end(): void;
}

export function openConnection(res: Response): StreamConnection {
  const disconnected = new AbortController();
  res.on('close', () => disconnected.abort());
  res.on('error', () => disconnected.abort());
  res.status(200);
  res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // no-transform keeps Backstage from compressing the stream, which would delay messages.
  res.setHeader('Cache-Control', 'no-cache, no-transform');
  // nginx buffers responses by default.
  res.setHeader('X-Accel-Buffering', 'no');
  res.flushHeaders();

  return {
    signal: disconnected.signal,
    async send({ id, event, data }) {
      if (disconnected.signal.aborted) return false;
      // JSON contains no raw line breaks, so no text can forge another field.
      const hasCapacity = res.write(
        `id: ${id}\nevent: ${event}\ndata: ${toPlainJson(data)}\n\n`,
      );
      if (!hasCapacity) await waitForDrain(res, disconnected.signal);
      return !disconnected.signal.aborted;
    },
    comment(text) {
      if (!disconnected.signal.aborted && !res.writableNeedDrain) {
        res.write(`: ${text}\n\n`);
      }
    },
    end() {
      if (!res.writableEnded) res.end();
    },
  };
}

/** Waits for a slow client to read, so that unsent records stay in the database and not in memory. */
function waitForDrain(res: Response, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      res.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) {
      resolve();
      return;
    }
    res.on('drain', done);
    signal.addEventListener('abort', done);
  });
}
