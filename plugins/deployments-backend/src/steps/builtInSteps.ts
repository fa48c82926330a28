import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import type { Observer } from '../checks/takeMeasurements';
import type { DeploymentState } from '../domain/deployment/state';
import { createApproveStep } from './approveStep';
import { createCheckStep } from './checkStep';
import { deployStep } from './deployStep';
import { finalizeStep } from './finalizeStep';
import { httpJobStep } from './httpJobStep';
import { createNotifyStep } from './notifyStep';
import { removeStep } from './removeStep';
import { trafficStep } from './trafficStep';
import { waitStep } from './waitStep';

export interface BuiltInStepOptions {
  observer: Observer;
  notifications: NotificationService;
  loadDeployment(id: string): Promise<DeploymentState>;
}

/** The step kinds that come with the plugin. */
export function builtInSteps(options: BuiltInStepOptions): StepKind[] {
  return [
    describedAsWritten(deployStep),
    describedAsWritten(trafficStep),
    describedAsWritten(finalizeStep),
    describedAsWritten(createCheckStep(options)),
    describedAsWritten(waitStep),
    describedAsWritten(createApproveStep(options)),
    describedAsWritten(httpJobStep),
    describedAsWritten(createNotifyStep(options)),
    describedAsWritten(removeStep),
  ];
}

/**
 * Golden paths keep settings as they are written (`for: 2m`), and are described from them; a kind describes what its
 * schema makes of them. Forgets the type of the settings: what a kind gets has passed its schema.
 */
export function describedAsWritten<TWith>(kind: StepKind<TWith>): StepKind {
  const erased = kind as unknown as StepKind;
  const undo = erased.undo?.bind(erased);
  const findProblems = erased.findProblems?.bind(erased);
  return {
    id: kind.id,
    schema: erased.schema,
    timeoutMs: kind.timeoutMs,
    changes: settings => erased.changes(settings),
    requires: settings => erased.requires?.(settings) ?? [],
    describe(settings, facts) {
      const read = erased.schema.safeParse(settings);
      return erased.describe(read.success ? read.data : settings, facts);
    },
    start: request => erased.start(request),
    poll: request => erased.poll(request),
    cancel: request => erased.cancel(request),
    ...(findProblems ? { findProblems } : {}),
    ...(undo ? { undo } : {}),
  };
}
