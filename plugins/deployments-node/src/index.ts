/**
 * Contracts for those who extend Slipway with targets, checks, version sources and step kinds.
 *
 * @packageDocumentation
 */
export * from './request';
export * from './target';
export * from './checks';
export * from './versions';
export * from './steps';
export * from './extensionPoint';
export * from './redact';
