import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type {
  CheckProvider,
  DeploymentsExtensionPoint,
  DeploymentTarget,
  StepKind,
  VersionSource,
} from '@slipway/backstage-plugin-deployments-node';
import { describeCheckAsWritten } from './checks/describeCheckAsWritten';
import type { ProviderRegistry } from './config/schema/providerRegistry';
import { describeStepAsWritten } from './steps/describeStepAsWritten';

/** Collects the providers that come with the plugin and those that modules add. */
export interface Providers extends DeploymentsExtensionPoint {
  registry: ProviderRegistry;
  versionSources: readonly VersionSource[];
  /** Sets what answers `filterReadable`. Modules get the extension point before that exists. */
  answerReadable(filter: DeploymentsExtensionPoint['filterReadable']): void;
}

export function createProviders(): Providers {
  const targets = new Map<string, DeploymentTarget>();
  const checkProviders = new Map<string, CheckProvider>();
  const stepKinds = new Map<string, StepKind>();
  const versionSources = new Map<string, VersionSource>();
  const list: VersionSource[] = [];
  let filterReadable: DeploymentsExtensionPoint['filterReadable'] =
    async () => {
      throw new ServiceUnavailableError(
        'The deployments plugin is starting; try again in a moment',
      );
    };
  return {
    registry: { targets, checkProviders, stepKinds },
    versionSources: list,
    addTarget: target => add(targets, 'target', target),
    addCheckProvider: provider =>
      add(checkProviders, 'check provider', describeCheckAsWritten(provider)),
    addStepKind: kind =>
      add(stepKinds, 'step kind', describeStepAsWritten(kind)),
    addVersionSource(source) {
      add(versionSources, 'version source', source);
      list.push(source);
    },
    filterReadable: (credentials, refs) => filterReadable(credentials, refs),
    answerReadable(filter) {
      filterReadable = filter;
    },
  };
}

function add<T extends { id: string }>(
  known: Map<string, T>,
  what: string,
  provider: T,
): void {
  if (known.has(provider.id)) {
    throw new ConflictError(
      `A ${what} with the id '${provider.id}' already exists; give each ${what} its own id`,
    );
  }
  known.set(provider.id, provider);
}
