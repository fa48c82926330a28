import { BackendUnreachableError } from './failures';

/** How long to wait for what a page shows, in milliseconds. */
export const READ_LIMIT = 20_000;

/** There was no answer within the limit. What was requested may have happened. */
export class NoAnswerError extends BackendUnreachableError {
  constructor(limit: number) {
    super(`no answer for ${limit / 1_000} s`);
  }
}

/**
 * Gives a request up that takes longer than the limit: a backend or a proxy that hangs would otherwise look as if nothing
 * had changed.
 *
 * @param signal - gives it up earlier
 */
export async function withLimit<T>(
  limit: number,
  request: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const given = new AbortController();
  const giveUp = () => given.abort();
  signal?.addEventListener('abort', giveUp);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswerError(limit));
      giveUp();
    }, limit);
  });
  try {
    return await Promise.race([request(given.signal), tooLong]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
