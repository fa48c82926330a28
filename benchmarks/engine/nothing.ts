import { createBackendModule } from '@backstage/backend-plugin-api';
import type {
  DeploymentTarget,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

/** Places where nothing ever runs: what is measured is the engine around them. */
const target: DeploymentTarget = {
  id: 'nothing',
  capabilities: ['fence'],
  validateSettings: () => [],
  observe: async () => ({ at: Date.now(), instances: [] }),
  apply: async () => ({ id: 'nothing' }),
  poll: async () => ({
    state: 'failed',
    code: 'nothing',
    message: 'Nothing is deployed here',
    retryable: false,
  }),
  finalize: async () => {},
  abort: async () => {},
  cancel: async () => 'cancelled',
};

/**
 * Answers at once, as the Scaffolder's action does beside it. It counts as a change, so that everything is written that a
 * real one would have written.
 */
const step: StepKind<Record<string, never>> = {
  id: 'nothing',
  schema: z.strictObject({}),
  changes: () => 'reversible',
  describe: () => 'Do nothing',
  timeoutMs: 60_000,
  start: async () => ({ state: 'succeeded' }),
  poll: async () => ({ state: 'succeeded' }),
  cancel: async () => 'cancelled',
  undo: async () => ({ state: 'succeeded' }),
};

/** A target and a step kind that do nothing. */
export default createBackendModule({
  pluginId: 'deployments',
  moduleId: 'nothing',
  register(env) {
    env.registerInit({
      deps: { deployments: deploymentsExtensionPoint },
      async init({ deployments }) {
        deployments.addTarget(target);
        deployments.addStepKind(step);
      },
    });
  },
});
