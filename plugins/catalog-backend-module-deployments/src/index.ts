/**
 * A module for the catalog backend that checks the annotations of the deployments plugin.
 *
 * @packageDocumentation
 */
export { catalogModuleDeployments as default } from './module';
