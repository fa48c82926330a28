/**
 * A module for the search backend that makes deployments and versions findable.
 *
 * @packageDocumentation
 */
export { searchModuleDeployments as default } from './module';
