/**
 * Jest suites that prove that a provider keeps its promises, and a plugin that collects what a module adds. Call them from
 * the provider's own tests.
 *
 * @packageDocumentation
 */
export * from './deploymentTarget';
export * from './checkProvider';
export * from './analysisSource';
export * from './collectProviders';
