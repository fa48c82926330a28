/** The system's code of an error, e.g. `ECONNREFUSED`: fetch hides it in causes of causes. */
export function errorCode(error: unknown): string | undefined {
  for (let cause: unknown = error; isObject(cause); cause = cause.cause) {
    if (typeof cause.code === 'string') {
      return cause.code;
    }
  }
  return undefined;
}

// No `instanceof Error`: errors of Node itself are of another realm under jest and in workers.
function isObject(
  value: unknown,
): value is { code?: unknown; cause?: unknown } {
  return typeof value === 'object' && value !== null;
}
