import type {
  CheckProvider,
  DeploymentTarget,
  StartConditionProvider,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';

/** What app-config can refer to as a provider or a step kind, by id: built-in ones and those that modules add. */
export interface ProviderRegistry {
  targets: ReadonlyMap<string, DeploymentTarget>;
  checkProviders: ReadonlyMap<string, CheckProvider>;
  stepKinds: ReadonlyMap<string, StepKind>;
  startConditionProviders: ReadonlyMap<string, StartConditionProvider>;
}
