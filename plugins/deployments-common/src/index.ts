/**
 * The vocabulary, permissions and API client that Slipway's frontend, backend and modules share.
 *
 * @packageDocumentation
 */
export * from './versionChoice';
export * from './vocabulary';
export * from './commands';
export * from './observedState';
export * from './permissions';
export * from './sentenceTexts';
export * from './resourceRef';
export * from './client';
export * from './deliveryMetrics';
export * from './requestError';
export * from './identifier';
export * from './webAddress';
export * from './csv';
export * from './formatDuration';
export * from './formatValue';
export * from './formatWeight';
export * from './notificationTopics';
