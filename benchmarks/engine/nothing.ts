import { createBackendModule } from '@backstage/backend-plugin-api';
import type {
  DeploymentTarget,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { readDeployed, writeDeployed } from './deployed';

/** A target that does nothing, to measure the engine alone. It reports what was deployed, so that there is no drift. */
const target: DeploymentTarget = {
  id: 'nothing',
  capabilities: ['fence'],
  validateSettings: () => [],
  async observe(request) {
    const instance = readDeployed(request);
    return { at: Date.now(), instances: instance ? [instance] : [] };
  },
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
 * A step that succeeds immediately, like the action of the Scaffolder. It counts as a change, so that the engine writes
 * everything that it writes for a real one.
 */
const step: StepKind<Record<string, never>> = {
  id: 'nothing',
  schema: z.strictObject({}),
  changes: () => 'reversible',
  describe: () => 'Do nothing',
  timeoutMs: 60_000,
  async start(request) {
    const { artifact, name } = request.version;
    writeDeployed(request, {
      id: 'nothing',
      artifact,
      versionName: name,
      weight: 100,
      ready: true,
      since: request.startedAt,
    });
    return { state: 'succeeded' };
  },
  poll: async () => ({ state: 'succeeded' }),
  cancel: async () => 'cancelled',
  undo: async () => ({ state: 'succeeded' }),
};

/** Adds a target and a step kind that do nothing. */
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
