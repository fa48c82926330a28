/**
 * A module for the scaffolder backend with actions that annotate services, register versions and deploy them.
 *
 * @packageDocumentation
 */
export { scaffolderModuleDeployments as default } from './module';
