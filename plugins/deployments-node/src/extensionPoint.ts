import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { CheckProvider } from './checks';
import type { StepKind } from './steps';
import type { DeploymentTarget } from './target';
import type { VersionSource } from './versions';

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
}

/** @public */
export const deploymentsExtensionPoint =
  createExtensionPoint<DeploymentsExtensionPoint>({ id: 'deployments' });
