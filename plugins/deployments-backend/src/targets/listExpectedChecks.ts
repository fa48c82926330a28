import type { Entity } from '@backstage/catalog-model';
import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import type {
  CheckModel,
  DeploymentsModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';

/** The threshold that a live figure of a service has to meet. */
export interface Expectation {
  figure: 'success-rate' | 'p95';
  passes: Threshold;
  /** How many requests the figure needs to count. Default: as many as a check needs by default. */
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
 * Lists the thresholds that the service's golden path checks with the target's measures, as resolved for this service and
 * environment. They apply to what is running too: a version that is good enough to be deployed is good enough to run.
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
  // Other providers may measure something else under the same name.
  if (check.provider !== 'target') return undefined;
  const measure = providers.checkProviders
    .get(check.provider)
    ?.describe(check.with).measure;
  return measure === 'success-rate' || measure === 'p95' ? measure : undefined;
}
