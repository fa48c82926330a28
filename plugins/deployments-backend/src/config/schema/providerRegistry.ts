import type {
  CheckProvider,
  DeploymentTarget,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';

/** What golden paths can be made of, by id: what is built in, and what modules added. */
export interface ProviderRegistry {
  targets: ReadonlyMap<string, DeploymentTarget>;
  checkProviders: ReadonlyMap<string, CheckProvider>;
  stepKinds: ReadonlyMap<string, StepKind>;
}
