import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ConfigReader, type Config } from '@backstage/config';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type {
  CheckProvider,
  DeploymentsExtensionPoint,
  DeploymentTarget,
  StartConditionProvider,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';
import {
  formatConfigPath,
  type ConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import { UNSET } from './loadConfig';
import { addBuiltInChecks } from '../checks/addBuiltInChecks';
import { wrapCheckProvider } from '../checks/wrapCheckProvider';
import { addBuiltInSteps } from '../steps/addBuiltInSteps';
import { wrapStepKind } from '../steps/wrapStepKind';
import { isRecord } from '../config/schema/shape';
import { readModuleConfigs } from '../config/readModuleConfigs';
import type { Mistake } from '../config/schema/mistakes';
import type { ProviderRegistry } from '../config/schema/providerRegistry';

/**
 * A module that could not be loaded.
 *
 * @public
 */
export interface UnloadedModule {
  /** The name of its package. */
  name: string;
  /** Why, in words. */
  reason: string;
}

/** The file in which a Backstage repository lists the modules of its backend. */
const BACKEND = 'packages/backend/package.json';
const MODULE_NAME = /deployments-backend-module-/;

/**
 * Collects the providers that app-config may name: the built-in ones and those that modules add. Modules are
 * initialised with services that do nothing, which is enough for them to register their providers.
 *
 * @param modules - Package names; if empty, the deployments modules that the backend in `root` depends on.
 * @param given - The configuration that modules read. Without it, their providers don't know what is configured.
 */
export async function loadInstalledProviders(
  root: string,
  modules: readonly string[],
  given?: { config: Config; lax: boolean },
): Promise<{
  registry: ProviderRegistry;
  unloaded: UnloadedModule[];
  /** What is wrong with the modules' own sections. */
  mistakes: readonly Mistake[];
}> {
  const notCalled = () => {
    throw new Error('Validation calls no provider');
  };
  const found = {
    targets: new Map<string, DeploymentTarget>(),
    checkProviders: new Map<string, CheckProvider>(),
    stepKinds: new Map<string, StepKind>(),
    startConditionProviders: new Map<string, StartConditionProvider>(),
  };
  const unset = new Set(
    given?.lax ? listUnset(given.config.getOptional('deployments')) : [],
  );
  const { readConfig, mistakes } = readModuleConfigs({
    lax: given?.lax,
    isUnknown: path => unset.has(path),
  });
  const collector: DeploymentsExtensionPoint = {
    readConfig: read => (given ? readConfig(read) : undefined),
    addTarget: target => found.targets.set(target.id, target),
    addCheckProvider: provider =>
      found.checkProviders.set(provider.id, wrapCheckProvider(provider)),
    addStepKind: kind => found.stepKinds.set(kind.id, wrapStepKind(kind)),
    addVersionSource: () => {},
    addCommitSource: () => {},
    addStartConditionProvider: provider =>
      found.startConditionProviders.set(
        provider.id,
        provider as unknown as StartConditionProvider,
      ),
    filterReadable: notCalled,
    importDemoDeployments: notCalled,
  };
  addBuiltInChecks(collector);
  addBuiltInSteps(collector, {
    analyst: { analyse: notCalled },
    measurer: { takeMeasurements: notCalled, measureNow: notCalled },
    notifications: { send: notCalled },
    loadDeployment: notCalled,
  });

  const require = createRequire(resolve(root, BACKEND));
  const names = modules.length > 0 ? modules : listModules(require);
  const unloaded: UnloadedModule[] = [];
  const config = given?.config ?? new ConfigReader({});
  for (const name of names) {
    try {
      await collectFrom(require(name), collector, config);
    } catch (error) {
      unloaded.push({
        name,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return { registry: found, unloaded, mistakes };
}

/** Lists the paths of values that contain environment variables that are not set. */
function listUnset(
  value: unknown,
  path: ConfigPath = ['deployments'],
): string[] {
  if (typeof value === 'string') {
    return value.includes(UNSET) ? [formatConfigPath(path)] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((part, index) => listUnset(part, [...path, index]));
  }
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, part]) =>
        listUnset(part, [...path, key]),
      )
    : [];
}

function listModules(require: NodeJS.Require): string[] {
  try {
    const backend: unknown = require('./package.json');
    const dependencies = isRecord(backend) ? backend.dependencies : undefined;
    return Object.keys(isRecord(dependencies) ? dependencies : {}).filter(
      name => MODULE_NAME.test(name),
    );
  } catch {
    // Not a Backstage repository: modules can be named with --module.
    return [];
  }
}

/** The internal part of a backend feature that backend-app-api also reads. `version` guards against changes to it. */
interface Feature {
  version: 'v1';
  getRegistrations(): {
    type: string;
    init: {
      deps: Record<string, { id: string }>;
      func(deps: Record<string, unknown>): Promise<void>;
    };
  }[];
}

async function collectFrom(
  loaded: unknown,
  collector: DeploymentsExtensionPoint,
  config: Config,
): Promise<void> {
  const feature = isRecord(loaded) ? loaded.default : undefined;
  if (!isFeature(feature)) {
    throw new Error('its default export is not a backend module');
  }
  for (const { init } of feature.getRegistrations()) {
    const deps = Object.entries(init.deps).map(([name, { id }]) => [
      name,
      provideService(id, collector, config),
    ]);
    // The mistakes that `parseConfig` throws are listed even if the module doesn't read its section with `readConfig`. Its
    // providers may then be missing. Any other error means that the module could not be loaded.
    await init.func(Object.fromEntries(deps)).catch((error: unknown) =>
      collector.readConfig(() => {
        throw error;
      }),
    );
  }
}

function isFeature(value: unknown): value is Feature {
  const feature = value as Partial<Feature> | undefined;
  return (
    feature?.version === 'v1' && typeof feature.getRegistrations === 'function'
  );
}

function provideService(
  id: string,
  collector: DeploymentsExtensionPoint,
  config: Config,
): unknown {
  switch (id) {
    case deploymentsExtensionPoint.id:
      return collector;
    case 'core.rootConfig':
      return config;
    default:
      return createInertService();
  }
}

/** A service on which every call and property returns another such service, and nothing else happens. */
function createInertService(): unknown {
  return new Proxy(() => {}, {
    // Without `then`, it is not a promise, so that awaiting it ends.
    get: (_, key) => (key === 'then' ? undefined : createInertService()),
    apply: () => createInertService(),
  });
}
