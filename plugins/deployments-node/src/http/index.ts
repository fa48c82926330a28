/**
 * An HTTP client for providers, which says whether a failed request may have had an effect, and readers of addresses and
 * responses.
 *
 * @packageDocumentation
 */
export * from './createHttpAgent';
export * from './findUrlMistake';
export * from './httpError';
export * from './isLoopback';
export * from './parseJson';
export * from './parseRetryAfter';
export * from './readField';
export * from './sendHttpRequest';
