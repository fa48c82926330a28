const MAX_CAUSES = 10;

/** Lists an error and its causes, outermost first. Fetch wraps the system's error in several causes. */
export function listCauses(error: unknown): ErrorLike[] {
  const causes: ErrorLike[] = [];
  for (
    let cause: unknown = error;
    isErrorLike(cause) && causes.length < MAX_CAUSES;
    cause = cause.cause
  ) {
    causes.push(cause);
  }
  return causes;
}

/** Finds the system's error code, such as `ECONNREFUSED`, in an error or its causes. */
export function findErrorCode(error: unknown): string | undefined {
  const withCode = listCauses(error).find(
    ({ code }) => typeof code === 'string' && code !== '',
  );
  return withCode && String(withCode.code);
}

/**
 * Describes an error by its code or by the message of its innermost cause, because fetch's own message is only `fetch
 * failed`.
 */
export function describeError(error: unknown): string {
  const message = listCauses(error).at(-1)?.message;
  return (
    findErrorCode(error) ??
    (typeof message === 'string' ? message : String(error))
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

// No `instanceof Error`: under jest and in workers, Node's own errors come from another realm.
function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === 'object' && value !== null;
}
