import type {
  DeploymentKind,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { useNow } from '../../hooks/useNow';
import { formatNearTime, getZoneName } from '../../shared/format/time';
import { useTranslation } from '../../i18n/useTranslation';

/**
 * The button's label: `Deploy 1.4.2 to production`, `Queue …` if something blocks the start, or `Schedule 1.4.2 for Mon 08:00
 * (Europe/Stockholm)`.
 */
export function usePrimaryLabel(
  kind: DeploymentKind,
  names: { service: string; environment: string },
  plan: Plan | undefined,
  notBefore: string | undefined,
): string {
  const { t } = useTranslation();
  const now = useNow(15_000);
  if (!plan) {
    return t(`primary.unknown.${kind}`);
  }
  const all = { ...names, version: plan.version?.name ?? '' };
  if (notBefore) {
    return t('primary.schedule', {
      ...all,
      time: formatNearTime(notBefore, now),
      zone: getZoneName(),
    });
  }
  // Missing inputs don't make it wait; until they are there, the button is disabled.
  return plan.blockers.length > 0
    ? t(`primary.queue.${kind}`, all)
    : t(`primary.start.${kind}`, all);
}
