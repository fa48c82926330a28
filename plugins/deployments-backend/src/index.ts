export { deploymentsPlugin as default } from './plugin';
export {
  createDeploymentConditionalDecision,
  deploymentConditions,
  deploymentPermissionResourceRef,
  deploymentPermissionRules,
} from './access/permissionRules';
export type { GuardedPlace } from './access/serviceEnvironmentResource';
export type { PlaceCondition } from './domain/model/serviceEnvironment';
