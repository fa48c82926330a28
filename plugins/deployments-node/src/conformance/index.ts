/**
 * Jest suites that prove that a provider keeps its promises. Call them from the provider's own tests.
 *
 * @packageDocumentation
 */
export * from './deploymentTarget';
export * from './checkProvider';
