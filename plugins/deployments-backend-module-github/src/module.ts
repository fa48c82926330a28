import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createGitHubPool } from './client/gitHubPool';
import { createCommitSource } from './commits/createCommitSource';
import { readAllowedRepositories } from './config/readAllowedRepositories';
import { createGitHubWorkflowStep } from './step/gitHubWorkflowStep';
import { createGitHubTarget } from './target/gitHubTarget';
import { DispatchLedger } from './workflow/dispatchLedger';
import { DEFAULT_TIMING } from './workflow/workflowContext';

/**
 * Adds the target provider and the step kind `github-workflow`, and the commit source `github`, to the deployments backend.
 * They use `integrations.github`.
 *
 * @public
 */
export const deploymentsModuleGitHub = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        deployments: deploymentsExtensionPoint,
      },
      async init({ config, lifecycle, deployments }) {
        const pool = createGitHubPool(config);
        const runtime = {
          pool,
          isAllowed:
            deployments.readConfig(() => readAllowedRepositories(config)) ??
            // The plugin doesn't start.
            (() => false),
          ledger: new DispatchLedger(),
          timing: DEFAULT_TIMING,
        };
        deployments.addTarget(createGitHubTarget(runtime));
        deployments.addStepKind(createGitHubWorkflowStep(runtime));
        deployments.addCommitSource(createCommitSource(pool));
        lifecycle.addShutdownHook(() => pool.close());
      },
    });
  },
});
