/**
 * Readers of app-config and of settings for modules, which describe mistakes in plain words.
 *
 * @packageDocumentation
 */
export * from './createDurationSchema';
export * from './createSettingsError';
export * from './describeMistakes';
export * from './describeType';
export * from './didYouMean';
export * from './formatConfigPath';
export * from './getDefaultDataDir';
export * from './listKnownKeys';
export * from './parseConfig';
export * from './parseConfigValue';
export * from './parseDuration';
export * from './parseWithSchema';
export * from './trafficRoutingSchema';
