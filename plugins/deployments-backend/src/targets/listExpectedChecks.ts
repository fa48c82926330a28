import type { Entity } from '@backstage/catalog-model';
import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import type {
  CheckModel,
  DeploymentsModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';

/** A threshold that a live figure of a service has to meet. */
export interface Expectation {
  figure: 'success-rate' | 'p95';
  passes: Threshold;
  /** How many requests are needed for the figure to count. Default: the default of checks. */
  minSamples?: number;
  /** The check that sets the threshold. Absent for the default threshold. */
  check?: string;
}

/** Applies if none of the service's checks measures the success rate. */
export const DEFAULT_EXPECTATION: Expectation = {
  figure: 'success-rate',
  passes: { atLeast: 0.99 },
};

/**
 * Lists the thresholds of the golden path's checks that use the target's measures, as resolved for this service and
 * environment. They also apply to the running version: the same threshold decides whether it may be deployed and whether it
 * is healthy.
 */
export function listExpectedChecks(
  model: Pick<DeploymentsModel, 'goldenPaths'>,
  entity: Entity,
  checks: Record<string, CheckModel>,
  providers: Pick<ProviderRegistry, 'checkProviders'>,
): Expectation[] {
  const chosen = chooseGoldenPath(model, entity);
  const names =
    chosen.result === 'chosen'
      ? new Set(chosen.path.steps.flatMap(step => step.checks))
      : [];
  const expectations = [...names].flatMap((name): Expectation[] => {
    const check = checks[name];
    const figure = check && getFigure(check, providers);
    if (!figure) return [];
    const { passes, minSamples } = check;
    return [
      {
        figure,
        passes,
        check: name,
        ...(minSamples === undefined ? {} : { minSamples }),
      },
    ];
  });
  return expectations.some(({ figure }) => figure === 'success-rate')
    ? expectations
    : [DEFAULT_EXPECTATION, ...expectations];
}

function getFigure(
  check: CheckModel,
  providers: Pick<ProviderRegistry, 'checkProviders'>,
): Expectation['figure'] | undefined {
  // Under the same name, other providers may measure something else.
  if (check.provider !== 'target') return undefined;
  const measure = providers.checkProviders
    .get(check.provider)
    ?.describe(check.with).measure;
  return measure === 'success-rate' || measure === 'p95' ? measure : undefined;
}
