import { useApi } from '@backstage/core-plugin-api';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { useState, type ReactNode } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useTranslation } from '../../i18n/useTranslation';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';

/** What a person decides about drift. */
export type DriftChoice = 'adopt' | 'overwrite';

/** The service environment that drifted, with its names for people. */
export interface Drifted {
  service: string;
  serviceTitle: string;
  environment: Pick<Environment, 'name' | 'title'>;
}

/**
 * The confirmation that resolves drift. The caller renders `dialog` where it stays while the drift itself may disappear,
 * so that the text that a person is typing does not.
 */
export function useResolveDrift(
  options: Drifted & { onResolved(choice: DriftChoice): void },
): {
  confirm(choice: DriftChoice, driftId: string): void;
  dialog: ReactNode;
} {
  const { service, serviceTitle, environment, onResolved } = options;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  // With the drift that the person saw, because another drift needs another confirmation.
  const [confirmation, setConfirmation] = useState<{
    choice: DriftChoice;
    driftId: string;
  }>();
  const names = { service: serviceTitle, environment: environment.title };
  return {
    confirm: (choice, driftId) => setConfirmation({ choice, driftId }),
    dialog: confirmation && (
      <ConfirmDialog
        title={t(`confirmation.${confirmation.choice}.title`, names)}
        consequence={t(
          `confirmation.${confirmation.choice}.consequence`,
          names,
        )}
        confirmLabel={t(`confirmation.${confirmation.choice}.confirm`)}
        reason="required"
        conflictTopic="drift"
        onConfirm={async reason => {
          await api.resolveDrift(
            service,
            environment.name,
            confirmation.choice,
            reason ?? '',
            confirmation.driftId,
          );
          onResolved(confirmation.choice);
        }}
        onClose={() => setConfirmation(undefined)}
      />
    ),
  };
}
