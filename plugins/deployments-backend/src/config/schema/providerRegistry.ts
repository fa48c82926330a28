import type {
  CheckProvider,
  DeploymentTarget,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';

/** The building blocks of golden paths by id: built-in ones and those that modules add. */
export interface ProviderRegistry {
  targets: ReadonlyMap<string, DeploymentTarget>;
  checkProviders: ReadonlyMap<string, CheckProvider>;
  stepKinds: ReadonlyMap<string, StepKind>;
}
