export { deploymentsPlugin as default } from './plugin';
export {
  createDeploymentConditionalDecision,
  deploymentConditions,
  deploymentPermissionResourceRef,
  deploymentPermissionRules,
} from './access/permissionRules';
export type { ServiceEnvironmentResource } from './access/serviceEnvironmentResource';
export type { ServiceEnvironmentCondition } from './domain/model/serviceEnvironment';
