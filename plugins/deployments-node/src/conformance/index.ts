/**
 * Jest suites that prove a provider's promises. Call them from a provider's own tests.
 *
 * @packageDocumentation
 */
export * from './deploymentTarget';
export * from './checkProvider';
