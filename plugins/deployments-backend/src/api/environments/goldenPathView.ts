import type { GoldenPath } from '@slipway/backstage-plugin-deployments-common';
import type {
  DeploymentsModel,
  GoldenPathModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import { toStepView } from '../../planning/views/toStepViews';

/** A golden path from app-config, with a description of each step. */
export function toGoldenPathView(
  path: GoldenPathModel,
  model: Pick<DeploymentsModel, 'checks' | 'analyses'>,
  providers: ProviderRegistry,
): GoldenPath {
  return {
    name: path.name,
    title: path.title,
    description: path.description,
    steps: path.steps.map(step => toStepView(step, model, providers)),
    onFailure: path.onFailure,
    inputs: path.inputs,
  };
}
