import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useState, type ReactNode } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';

/** A service environment on hold, with its names for people. */
export interface Held {
  service: string;
  serviceTitle: string;
  environment: string;
  environmentTitle: string;
}

/** The confirmation that lifts a hold. */
export function useLiftHold(onLifted: () => void): {
  confirm(held: Held): void;
  dialog: ReactNode;
} {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const api = useApi(deploymentsApiRef);
  const [held, setHeld] = useState<Held>();
  const names = held && {
    service: held.serviceTitle,
    environment: held.environmentTitle,
  };
  return {
    confirm: setHeld,
    dialog: held && names && (
      <ConfirmDialog
        title={t('confirmation.liftHold.title', names)}
        consequence={t('confirmation.liftHold.consequence', names)}
        confirmLabel={t('confirmation.liftHold.confirm')}
        reason="required"
        conflictTopic="hold-cannot-be-lifted"
        onConfirm={async reason => {
          await api.liftHold(held.service, held.environment, reason ?? '');
          onLifted();
        }}
        onClose={() => setHeld(undefined)}
      />
    ),
  };
}
