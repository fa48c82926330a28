/**
 * Slipway's frontend plugin. The default export is for Backstage's new frontend system; classic apps use `./legacy`.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export {
  deploymentsApiRef,
  type ComparisonQuery,
  type DeploymentFilter,
  type DeploymentsApi,
  type DriftQuery,
  type PageOf,
  type RequestOptions,
} from './api/DeploymentsApi';
export {
  doraApiRef,
  type BandsYear,
  type DeadLetterQuery,
  type DoraApi,
  type DoraSelected,
  type OpenIncidentRequest,
} from './api/DoraApi';
export { BackendUnreachableError } from './api/failures';
export { deploymentsTranslationRef } from './i18n/deploymentsTranslationRef';
export { isDeploymentsAvailable } from './shared/entities/isDeploymentsAvailable';
