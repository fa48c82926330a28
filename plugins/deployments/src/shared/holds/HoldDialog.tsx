import { useApi } from '@backstage/core-plugin-api';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useTranslation } from '../../i18n/useTranslation';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';

/** Asks for the reason to lift or to place a hold, and does it. */
export function HoldDialog(props: {
  change: 'lift' | 'place';
  service: string;
  serviceTitle: string;
  environment: Pick<Environment, 'name' | 'title'>;
  onChanged(): void;
  onClose(): void;
}) {
  const { change, service, serviceTitle, environment } = props;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const names = { service: serviceTitle, environment: environment.title };
  const text = change === 'lift' ? 'liftHold' : 'placeHold';
  return (
    <ConfirmDialog
      title={t(`confirmation.${text}.title`, names)}
      consequence={t(`confirmation.${text}.consequence`, names)}
      confirmLabel={t(`confirmation.${text}.confirm`)}
      reason="required"
      conflictTopic={change === 'lift' ? 'hold-cannot-be-lifted' : undefined}
      onConfirm={async (reason = '') => {
        await api[text](service, environment.name, reason);
        props.onChanged();
      }}
      onClose={props.onClose}
    />
  );
}
