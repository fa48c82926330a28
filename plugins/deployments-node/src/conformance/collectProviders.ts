import { createBackendPlugin } from '@backstage/backend-plugin-api';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import type { CheckProvider } from '../checks';
import type { CommitSource } from '../commits';
import {
  deploymentsExtensionPoint,
  type DemoDeployment,
  type DeploymentsExtensionPoint,
} from '../extensionPoint';
import type { StartConditionProvider } from '../startConditions';
import type { StepKind } from '../steps';
import type { DeploymentTarget } from '../target';
import type { VersionSource } from '../versions';

/**
 * What a module has added to the deployments plugin.
 *
 * @public
 */
export interface CollectedProviders {
  /** Targets, in the order in which the module added them. */
  targets: DeploymentTarget[];
  /** Check providers, in the order in which the module added them. */
  checkProviders: CheckProvider[];
  /** Step kinds, in the order in which the module added them. */
  stepKinds: StepKind[];
  /** Version sources, in the order in which the module added them. */
  versionSources: VersionSource[];
  /** Commit sources, in the order in which the module added them. */
  commitSources: CommitSource[];
  /** Providers of start conditions, in the order in which the module added them. */
  startConditionProviders: StartConditionProvider[];
  /** Made-up deployments of the past, in the order in which the module added them. */
  demoDeployments: DemoDeployment[];
}

/**
 * Creates a plugin in place of the deployments plugin, for a test of a module: start it with the module, e.g. by
 * `startTestBackend`, then look at `collected`.
 *
 * @param filterReadable - Used by modules that serve routes. Default: all may be read.
 * @public
 */
export function collectProviders(
  filterReadable: DeploymentsExtensionPoint['filterReadable'] = async (
    _,
    refs,
  ) => [...refs],
): { plugin: BackendFeature; collected: CollectedProviders } {
  const collected: CollectedProviders = {
    targets: [],
    checkProviders: [],
    stepKinds: [],
    versionSources: [],
    commitSources: [],
    startConditionProviders: [],
    demoDeployments: [],
  };
  const plugin = createBackendPlugin({
    pluginId: 'deployments',
    register(env) {
      env.registerExtensionPoint(deploymentsExtensionPoint, {
        readConfig: read => read(),
        addTarget: target => collected.targets.push(target),
        addCheckProvider: provider =>
          collected.checkProviders.push(provider as unknown as CheckProvider),
        addStepKind: kind =>
          collected.stepKinds.push(kind as unknown as StepKind),
        addVersionSource: source => collected.versionSources.push(source),
        addCommitSource: source => collected.commitSources.push(source),
        addStartConditionProvider: provider =>
          collected.startConditionProviders.push(
            provider as unknown as StartConditionProvider,
          ),
        filterReadable,
        importDemoDeployments: async events => {
          collected.demoDeployments.push(...events);
        },
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  return { plugin, collected };
}
