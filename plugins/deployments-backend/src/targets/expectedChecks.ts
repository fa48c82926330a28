import type { Entity } from '@backstage/catalog-model';
import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { chooseGoldenPath } from '../config/goldenPaths/chooseGoldenPath';
import type {
  CheckModel,
  DeploymentsModel,
} from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';

/** What a live figure of a service has to be like. */
export interface Expectation {
  figure: 'success-rate' | 'p95';
  passes: Threshold;
  /** Of how many requests the figure has to be; by default as many as checks ask for. */
  minSamples?: number;
  /** The check that asks for it; absent: what holds where no check does. */
  check?: string;
}

/** Where no check of the service looks at the success rate. */
export const DEFAULT_EXPECTATION: Expectation = {
  figure: 'success-rate',
  passes: { atLeast: 0.99 },
};

/**
 * The thresholds on target measures that the service's own golden path checks, as they are for it here: what is good
 * enough to be deployed is good enough to run.
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
  // Others may measure something else under the same name.
  if (check.provider !== 'target') return undefined;
  const measure = providers.checkProviders
    .get(check.provider)
    ?.describe(check.with).measure;
  return measure === 'success-rate' || measure === 'p95' ? measure : undefined;
}
