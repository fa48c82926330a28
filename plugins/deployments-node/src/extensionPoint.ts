import {
  type BackstageCredentials,
  createExtensionPoint,
} from '@backstage/backend-plugin-api';
import type { DeploymentEventIn } from '@slipway/backstage-plugin-deployments-common';
import type { CheckProvider } from './checks';
import type { CommitSource } from './commits';
import type { ServiceEnvironmentRef } from './request';
import type { StartConditionProvider } from './startConditions';
import type { StepKind } from './steps';
import type { DeploymentTarget } from './target';
import type { VersionSource } from './versions';

/**
 * Lets backend modules add providers to the deployments plugin. Each `add…` method throws if the provider's id is taken.
 *
 * @public
 */
export interface DeploymentsExtensionPoint {
  /**
   * Reads the module's own section of app-config. If `read` throws a `ConfigError`, its mistakes are reported together with
   * those of all other sections, by the plugin, which then doesn't start, and by `slipway-validate-config`. The module must add
   * its providers nevertheless, or they would be reported as unknown. Call it once for each section, so that the mistakes of all
   * are found.
   *
   * @param read - Only reads: it starts nothing and sends no requests. Usually calls `parseConfig`, which throws such an error.
   * @returns What `read` returns; `undefined` if there are mistakes.
   * @throws Any other error of `read`.
   */
  readConfig<T>(read: () => T): T | undefined;
  /** Adds a target, which app-config selects by `target.provider`. */
  addTarget(target: DeploymentTarget): void;
  // Only the provider knows the type of its settings. It gets them as parsed by its own schema.
  /** Adds a check provider, which a check in app-config selects by `provider`. */
  addCheckProvider<TWith>(provider: CheckProvider<TWith>): void;
  /** Adds a step kind, which a golden path selects by `use`. */
  addStepKind<TWith>(kind: StepKind<TWith>): void;
  /** Adds a source of versions, which is queried for the versions of every service. */
  addVersionSource(source: VersionSource): void;
  /** Adds a source of commits, which is asked for the commits of versions that a version source lists. */
  addCommitSource(source: CommitSource): void;
  /** Adds a provider of start conditions, which an environment in app-config selects by `provider`. */
  addStartConditionProvider<TWith>(
    provider: StartConditionProvider<TWith>,
  ): void;
  /**
   * Returns the given service environments that the caller may read. A module that serves routes calls this before it
   * responds. The caller needs `deployments.deployment.read` there, and the catalog must show them the service.
   *
   * Works only after the plugin has started, so call it when a request comes in.
   *
   * @throws NotAllowedError if the caller may not read any service environment.
   */
  filterReadable(
    credentials: BackstageCredentials,
    serviceEnvironments: readonly ServiceEnvironmentRef[],
  ): Promise<ServiceEnvironmentRef[]>;
  /**
   * Stores ended deployments that never happened, for a portal with example data. History, activity and the delivery
   * metrics show them, marked as made up; the engine ignores them. All or none are stored; repetitions have no effect.
   *
   * Works only after the plugin has started, so call it in a startup hook. The services must be in the catalog.
   *
   * @param events - Their ids are in the namespace of the source `demo`: an incident of that source links to one by its id.
   * @throws InputError if an event is invalid or its service is not in the catalog.
   */
  importDemoDeployments(events: readonly DemoDeployment[]): Promise<void>;
}

/**
 * A made-up deployment: an event of the ingestion API, with times in ISO 8601; missing members have their defaults.
 *
 * @public
 */
export type DemoDeployment = Omit<DeploymentEventIn, 'kind' | 'hotfix'> &
  Partial<Pick<DeploymentEventIn, 'kind' | 'hotfix'>>;

/**
 * The extension point of the deployments plugin.
 *
 * @public
 */
export const deploymentsExtensionPoint =
  createExtensionPoint<DeploymentsExtensionPoint>({ id: 'deployments' });
