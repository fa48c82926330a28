import type { Response } from 'express';
import { withoutControls } from '../plainJson';

/** The client's end of a stream of server-sent events. */
export interface StreamConnection {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Resolves when the client has taken it in; false: the client has gone. */
  send(message: { id: string; event: string; data: unknown }): Promise<boolean>;
  /** A comment, which clients ignore. Left out while the client is behind. */
  comment(text: string): void;
  end(): void;
}

export function openConnection(res: Response): StreamConnection {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  res.on('error', () => gone.abort());
  res.status(200);
  res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // Backstage compresses what it may transform, and holds back what it compresses.
  res.setHeader('Cache-Control', 'no-cache, no-transform');
  // nginx buffers answers unless told otherwise.
  res.setHeader('X-Accel-Buffering', 'no');
  res.flushHeaders();

  return {
    signal: gone.signal,
    async send({ id, event, data }) {
      if (gone.signal.aborted) return false;
      // JSON has no raw line breaks, so that no text can forge a field.
      const taken = res.write(
        `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(
          withoutControls(data),
        )}\n\n`,
      );
      if (!taken) await drained(res, gone.signal);
      return !gone.signal.aborted;
    },
    comment(text) {
      if (!gone.signal.aborted && !res.writableNeedDrain) {
        res.write(`: ${text}\n\n`);
      }
    },
    end() {
      if (!res.writableEnded) res.end();
    },
  };
}

/** What a slow client has not taken stays in the store, not in memory. */
function drained(res: Response, signal: AbortSignal): Promise<void> {
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
