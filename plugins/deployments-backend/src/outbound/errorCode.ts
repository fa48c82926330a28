const MOST_CAUSES = 10;

/** An error and what caused it, outermost first: fetch hides the system's error in causes of causes. */
export function listCauses(error: unknown): ErrorLike[] {
  const causes: ErrorLike[] = [];
  for (
    let cause: unknown = error;
    isObject(cause) && causes.length < MOST_CAUSES;
    cause = cause.cause
  ) {
    causes.push(cause);
  }
  return causes;
}

/** The system's code of an error, e.g. `ECONNREFUSED`. */
export function errorCode(error: unknown): string | undefined {
  const withCode = listCauses(error).find(
    ({ code }) => typeof code === 'string' && code !== '',
  );
  return withCode && String(withCode.code);
}

/** The code, or the message of the innermost cause: `fetch failed` alone explains nothing. */
export function describeError(error: unknown): string {
  const message = listCauses(error).at(-1)?.message;
  return (
    errorCode(error) ?? (typeof message === 'string' ? message : String(error))
  );
}

export interface ErrorLike {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  syscall?: unknown;
  cause?: unknown;
  errors?: unknown;
}

// No `instanceof Error`: errors of Node itself are of another realm under jest and in workers.
function isObject(value: unknown): value is ErrorLike {
  return typeof value === 'object' && value !== null;
}
