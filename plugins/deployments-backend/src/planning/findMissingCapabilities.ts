import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import {
  listAnalysisCapabilities,
  listCheckCapabilities,
} from '../config/environments/listCheckCapabilities';
import { getCapabilities } from '../config/environments/getCapabilities';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Snapshot } from '../domain/deployment/snapshot';

/**
 * Finds the steps, checks and metrics that need more than the target can do with the settings of this service, each as a
 * sentence. The golden path was validated with the settings of the environment and of all services. Those of one may allow
 * less.
 */
export function findMissingCapabilities(
  registry: Pick<ProviderRegistry, 'targets' | 'stepKinds' | 'checkProviders'>,
  { target, steps, checks, analyses = {}, environment }: Snapshot,
): string[] {
  const can = getCapabilities(
    registry.targets.get(target.provider),
    target.settings,
  );
  const describeMissing = (
    what: string,
    needed: readonly TargetCapability[],
  ): string[] => {
    const missing = needed.filter(capability => !can.includes(capability));
    return missing.length > 0
      ? [
          `${what} needs ${missing.join(' and ')}, which the target ${
            target.provider
          } does not support with the settings of this service in ${
            environment.name
          } (it supports: ${can.join(', ') || 'none of these capabilities'})`,
        ]
      : [];
  };
  return steps.flatMap(step => {
    if (step.skipped !== undefined) {
      return [];
    }
    const kind = registry.stepKinds.get(step.use);
    const settings = kind && parseWithSchema(kind.schema, step.with);
    return [
      ...describeMissing(
        `Step "${step.title}"`,
        settings?.success ? kind?.requires?.(settings.data) ?? [] : [],
      ),
      ...step.checks.flatMap(name => {
        const check = checks[name];
        return check
          ? describeMissing(
              `The check "${name}" of step "${step.title}"`,
              listCheckCapabilities(check, registry),
            )
          : [];
      }),
      ...(step.analyses ?? []).flatMap(name => {
        const analysis = analyses[name];
        return analysis
          ? listAnalysisCapabilities(analysis, registry).flatMap(
              ({ metric, needed }) =>
                describeMissing(
                  `The metric "${analysis.sources[metric].title}" of the analysis "${analysis.title}" in step "${step.title}"`,
                  needed,
                ),
            )
          : [];
      }),
    ];
  });
}
