import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import { getCapabilities } from '../../config/environments/getCapabilities';
import { renderExample } from '../../config/schema/settingTemplates';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';

/**
 * Converts an environment to its API representation, without its target's settings, which may contain internal
 * addresses.
 */
export function toEnvironmentView(
  environment: EnvironmentModel,
  providers: Pick<ProviderRegistry, 'targets'>,
): Environment {
  const { target, promotesFrom } = environment;
  return {
    name: environment.name,
    title: environment.title,
    description: environment.description,
    tier: environment.tier,
    order: environment.order,
    target: {
      provider: target.provider,
      capabilities: getCapabilities(
        providers.targets.get(target.provider),
        renderExample(target.settings, environment).settings,
      ),
    },
    promotesFrom: promotesFrom && {
      environment: promotesFrom.environment,
      soakMs: promotesFrom.soakMs,
    },
    approvals: environment.approvals,
    distinctApprovers: environment.distinctApprovers,
    windows: environment.windows,
  };
}
