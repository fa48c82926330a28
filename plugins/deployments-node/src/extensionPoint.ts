import {
  type BackstageCredentials,
  createExtensionPoint,
} from '@backstage/backend-plugin-api';
import type { CheckProvider } from './checks';
import type { StepKind } from './steps';
import type { DeploymentTarget } from './target';
import type { VersionSource } from './versions';

/**
 * Names a service in an environment.
 *
 * @public
 */
export interface ServiceEnvironmentRef {
  /** Entity ref, in lower case. */
  service: string;
  environment: string;
}

/**
 * Where backend modules add providers. An id that is taken is refused.
 *
 * @public
 */
export interface DeploymentsExtensionPoint {
  addTarget(target: DeploymentTarget): void;
  // The settings' type is the provider's own business: what it gets has passed its schema.
  addCheckProvider<TWith>(provider: CheckProvider<TWith>): void;
  addStepKind<TWith>(kind: StepKind<TWith>): void;
  addVersionSource(source: VersionSource): void;
  /**
   * Those of these service environments that the caller may read. A module that serves routes asks here before it
   * answers: `deployments.deployment.read` has to hold there, and the catalog has to show the service to the caller.
   *
   * Works once the plugin has started, so call it when a request comes in. Throws NotAllowedError for a caller who may
   * read nothing anywhere.
   */
  filterReadable(
    credentials: BackstageCredentials,
    serviceEnvironments: readonly ServiceEnvironmentRef[],
  ): Promise<ServiceEnvironmentRef[]>;
}

/** @public */
export const deploymentsExtensionPoint =
  createExtensionPoint<DeploymentsExtensionPoint>({ id: 'deployments' });
