import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { definitions } from './definitions.generated';

/** Anchor of a section of the definitions, in docs/reference/delivery-metrics.md and in the address of the page. */
export type DefinitionId = (typeof definitions)[number]['id'];

/** The definition of each metric. */
export const DEFINITION_BY_METRIC: Record<DoraMetricName, DefinitionId> = {
  'deployment-frequency': 'deployment-frequency',
  'change-lead-time': 'change-lead-time',
  'change-fail-rate': 'change-fail-rate',
  'recovery-time': 'failed-deployment-recovery-time',
  'rework-rate': 'deployment-rework-rate',
};

/** The query key that opens a definition. */
export const DEFINITION_KEY = 'definition';

export function parseDefinition(
  query: URLSearchParams,
): DefinitionId | undefined {
  const requested = query.get(DEFINITION_KEY);
  return definitions.find(({ id }) => id === requested)?.id;
}
