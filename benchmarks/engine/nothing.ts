import { createBackendModule } from '@backstage/backend-plugin-api';
import type {
  DeploymentTarget,
  ObservedInstance,
  ServiceEnvironment,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

/** What this process's steps said that runs, by place. */
const running = new Map<string, ObservedInstance>();

function keyOf({ service, environment }: ServiceEnvironment): string {
  return `${service} ${environment.name}`;
}

/**
 * Places where nothing is ever done: what is measured is the engine around them. What was deployed by this process stands
 * there, so that it does not seem to drift.
 */
const target: DeploymentTarget = {
  id: 'nothing',
  capabilities: ['fence'],
  validateSettings: () => [],
  async observe(place) {
    const instance = running.get(keyOf(place));
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
 * Answers at once, as the Scaffolder's action does beside it. It counts as a change, so that everything is written that a
 * real one would have written.
 */
const step: StepKind<Record<string, never>> = {
  id: 'nothing',
  schema: z.strictObject({}),
  changes: () => 'reversible',
  describe: () => 'Do nothing',
  timeoutMs: 60_000,
  async start(request) {
    const { artifact, name } = request.version;
    running.set(keyOf(request), {
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
