export { deploymentsPlugin as default } from './plugin';
export {
  createDeploymentConditionalDecision,
  deploymentConditions,
  deploymentPermissionResourceRef,
  deploymentPermissionRules,
} from './api/access/rules';
export type { GuardedPlace } from './api/access/place';
export type { PlaceCondition } from './domain/model/serviceEnvironment';
