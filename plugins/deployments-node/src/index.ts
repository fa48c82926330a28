/**
 * Contracts for modules that extend Slipway with targets, checks, version sources and step kinds. Members that are
 * added to a contract later will be optional, so that existing providers keep compiling.
 *
 * @packageDocumentation
 */
export * from './request';
export * from './target';
export * from './targetReport';
export * from './listNames';
export * from './targetTraffic';
export * from './normalizeImage';
export * from './checks';
export * from './analysis';
export * from './versions';
export * from './commits';
export * from './startConditions';
export * from './steps';
export * from './events';
export * from './extensionPoint';
export * from './redaction/maskRequestPath';
export * from './redaction/redact';
export * from './redaction/secretPatterns';
export * from './redaction/stripControls';
export * from './createTimeoutSignal';
