/**
 * An HTTP client for providers, which says whether a failed request may have had an effect.
 *
 * @packageDocumentation
 */
export * from './createHttpAgent';
export * from './httpError';
export * from './sendHttpRequest';
