import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { Analyst } from '../checks/analysis/analyst';
import type { Measurer } from '../checks/takeMeasurements';
import type { DeploymentState } from '../domain/deployment/state';
import { createApproveStep } from './approveStep';
import { createCanaryStep } from './canary/canaryStep';
import { createCheckStep } from './checkStep';
import { deployStep } from './deployStep';
import { finalizeStep } from './finalizeStep';
import { httpJobStep } from './httpJobStep';
import { createNotifyStep } from './notifyStep';
import { removeStep } from './removeStep';
import { shadowStep } from './shadow/shadowStep';
import { trafficStep } from './trafficStep';
import { waitStep } from './waitStep';

export interface BuiltInStepOptions {
  /** Judges rollouts. */
  analyst: Analyst;
  measurer: Measurer;
  notifications: NotificationService;
  loadDeployment(id: string): Promise<DeploymentState>;
}

/** Adds the step kinds that come with the plugin. */
export function addBuiltInSteps(
  { addStepKind }: Pick<DeploymentsExtensionPoint, 'addStepKind'>,
  options: BuiltInStepOptions,
): void {
  addStepKind(deployStep);
  addStepKind(shadowStep);
  addStepKind(createCanaryStep(options));
  addStepKind(trafficStep);
  addStepKind(finalizeStep);
  addStepKind(createCheckStep(options));
  addStepKind(waitStep);
  addStepKind(createApproveStep(options));
  addStepKind(httpJobStep);
  addStepKind(createNotifyStep(options));
  addStepKind(removeStep);
}
