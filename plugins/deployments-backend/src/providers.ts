import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type {
  CheckProvider,
  CommitSource,
  DeploymentsExtensionPoint,
  DeploymentTarget,
  StartConditionProvider,
  StepKind,
  VersionSource,
} from '@slipway/backstage-plugin-deployments-node';
import { wrapCheckProvider } from './checks/wrapCheckProvider';
import { readModuleConfigs } from './config/readModuleConfigs';
import type { Mistake } from './config/schema/mistakes';
import type { ProviderRegistry } from './config/schema/providerRegistry';
import { wrapStepKind } from './steps/wrapStepKind';

/** The built-in providers and those that modules add. */
export interface Providers extends DeploymentsExtensionPoint {
  registry: ProviderRegistry;
  /** What is wrong with the sections of modules. */
  moduleMistakes: readonly Mistake[];
  versionSources: readonly VersionSource[];
  commitSources: readonly CommitSource[];
  /** Sets the function that `filterReadable` calls, because modules get the extension point before it exists. */
  answerReadable(filter: DeploymentsExtensionPoint['filterReadable']): void;
  /** Sets the function that `importDemoDeployments` calls. */
  answerDemoImport(
    importDemo: DeploymentsExtensionPoint['importDemoDeployments'],
  ): void;
}

export function createProviders(): Providers {
  const targets = new Map<string, DeploymentTarget>();
  const checkProviders = new Map<string, CheckProvider>();
  const stepKinds = new Map<string, StepKind>();
  const versionSources = new Map<string, VersionSource>();
  const list: VersionSource[] = [];
  const commitSources = new Map<string, CommitSource>();
  const listedCommitSources: CommitSource[] = [];
  const startConditionProviders = new Map<string, StartConditionProvider>();
  const rejectWhileStarting = async () => {
    throw new ServiceUnavailableError(
      'The deployments plugin is still starting. Try again in a moment.',
    );
  };
  let filterReadable: DeploymentsExtensionPoint['filterReadable'] =
    rejectWhileStarting;
  let importDemo: DeploymentsExtensionPoint['importDemoDeployments'] =
    rejectWhileStarting;
  const { readConfig, mistakes } = readModuleConfigs();
  return {
    readConfig,
    moduleMistakes: mistakes,
    registry: {
      targets,
      checkProviders,
      stepKinds,
      startConditionProviders,
    },
    versionSources: list,
    commitSources: listedCommitSources,
    addTarget: target => add(targets, 'target', target),
    addCheckProvider: provider =>
      add(checkProviders, 'check provider', wrapCheckProvider(provider)),
    addStepKind: kind => add(stepKinds, 'step kind', wrapStepKind(kind)),
    addVersionSource(source) {
      add(versionSources, 'version source', source);
      list.push(source);
    },
    addCommitSource(source) {
      add(commitSources, 'commit source', source);
      listedCommitSources.push(source);
    },
    addStartConditionProvider: provider =>
      add(
        startConditionProviders,
        'start condition provider',
        provider as unknown as StartConditionProvider,
      ),
    filterReadable: (credentials, refs) => filterReadable(credentials, refs),
    answerReadable(filter) {
      filterReadable = filter;
    },
    importDemoDeployments: events => importDemo(events),
    answerDemoImport(importer) {
      importDemo = importer;
    },
  };
}

function add<T extends { id: string }>(
  providers: Map<string, T>,
  what: string,
  provider: T,
): void {
  if (providers.has(provider.id)) {
    throw new ConflictError(
      `There is already a ${what} with the id '${provider.id}'. Each needs its own id.`,
    );
  }
  providers.set(provider.id, provider);
}
