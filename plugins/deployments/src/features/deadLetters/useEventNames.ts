import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';

const TYPES = ['deployment', 'deploymentStatus', 'change', 'incident'] as const;

/** Formats the names of events and their types. */
export function useEventNames() {
  const { t } = useTranslation();
  /** A source may have sent any type. */
  const formatType = ({ type }: IngestedEvent): string => {
    const known = TYPES.find(one => one === type);
    return known
      ? t(`deadLetters.type.${known}`)
      : type ?? t('deadLetters.type.unknown');
  };
  return {
    formatType,
    formatName: (event: IngestedEvent) =>
      t('deadLetters.detail.title', {
        type: formatType(event),
        id: event.id ?? t('deadLetters.nameless'),
      }),
  };
}
