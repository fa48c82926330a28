/**
 * Whether PostgreSQL, or the connection to it, was lost, so that the statement's outcome is unknown. Socket errors
 * are not included, because those of other services look the same.
 */
export function isOutage(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as Record<string, unknown>;
  return (
    (typeof code === 'string' && /^(08\w{3}|57P0[1-3])$/.test(code)) ||
    name === 'KnexTimeoutError' ||
    (typeof message === 'string' &&
      // Knex puts the statement in front of the message.
      /(^| - )(Connection (terminated|ended)|Client has encountered a connection error)/.test(
        message,
      ))
  );
}
