import type { StartConditionProvider } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentKind,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import {
  listIssuePaths,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import type {
  EnvironmentModel,
  StartConditionModel,
} from '../../domain/model/deploymentsModel';

/** What is to be deployed and where. */
export interface StartRequest {
  kind: DeploymentKind;
  /** Entity ref. */
  service: string;
  environment: EnvironmentModel;
  /** The target's settings for this service in this environment. */
  settings: JsonObject;
  /** The version to deploy or restart. For a removal, the one that is removed. */
  version: VersionSummary;
}

export interface PrepareDeps {
  registry: Pick<ProviderRegistry, 'startConditionProviders'>;
  renderer: Renderer;
}

/** A condition that can be checked, or a sentence that says why it can't. */
export type PreparedStartCondition =
  | { result: 'prepared'; provider: StartConditionProvider; with: JsonObject }
  | { result: 'invalid'; message: string };

/** Fills in a condition's templates and parses its settings. The result may contain secrets, so it must not be stored. */
export function prepareStartCondition(
  { registry, renderer }: PrepareDeps,
  { provider: id, with: written }: StartConditionModel,
  {
    service,
    environment: { name, tier },
    version,
  }: Pick<StartRequest, 'service' | 'environment' | 'version'>,
): PreparedStartCondition {
  const provider = registry.startConditionProviders.get(id);
  if (!provider) {
    return {
      result: 'invalid',
      message: `No installed module provides the start condition provider '${id}' any more`,
    };
  }
  const rendered = renderer.render(
    written,
    {
      // Reading the configuration rejects the names that would need these two.
      id: '',
      inputs: {},
      service,
      environment: name,
      snapshot: { environment: { name, tier } },
    },
    { version },
  );
  if (rendered.result === 'missing') {
    return { result: 'invalid', message: rendered.message };
  }
  const settings = parseWithSchema(provider.schema, rendered.value);
  return settings.success
    ? { result: 'prepared', provider, with: settings.data }
    : {
        result: 'invalid',
        message: `Its settings are invalid after {{ … }} was filled in: ${listIssuePaths(
          settings.issues,
        )}`,
      };
}
