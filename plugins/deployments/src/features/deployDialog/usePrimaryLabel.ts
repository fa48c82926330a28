import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  DeploymentKind,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** The button's label: `Deploy 1.4.2 to production`, or `Queue …` if something blocks the start. */
export function usePrimaryLabel(
  kind: DeploymentKind,
  names: { service: string; environment: string },
  plan: Plan | undefined,
): string {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  if (!plan) {
    return t(`primary.unknown.${kind}`);
  }
  const all = { ...names, version: plan.version?.name ?? '' };
  return plan.canStart
    ? t(`primary.start.${kind}`, all)
    : t(`primary.queue.${kind}`, all);
}
