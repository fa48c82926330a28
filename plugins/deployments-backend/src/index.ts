export { deploymentsPlugin as default } from './plugin';
export {
  createDeploymentConditionalDecision,
  deploymentConditions,
  deploymentPermissionResourceRef,
  deploymentPermissionRules,
} from './api/access/rules';
