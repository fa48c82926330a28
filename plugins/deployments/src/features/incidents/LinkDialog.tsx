import { useApi } from '@backstage/core-plugin-api';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import type {
  Incident,
  LinkRole,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../../shared/dialogs/FormDialog';
import { DeploymentSelect } from './DeploymentSelect';
import { useLinkableDeployments } from './useLinkableDeployments';

const ROLES: readonly LinkRole[] = ['caused', 'fixed'];

/** Links the deployment that caused or fixed an incident. */
export function LinkDialog(props: {
  incident: Incident;
  onDone(): void;
  onClose(): void;
}) {
  const { incident, onDone, onClose } = props;
  const { t } = useTranslation();
  const api = useApi(doraApiRef);
  const [role, setRole] = useState<LinkRole>('caused');
  const [deployment, setDeployment] = useState('');
  const linkable = useLinkableDeployments(incident.service);
  const problem =
    linkable.error?.message ??
    (linkable.loading || linkable.deployments.length > 0
      ? undefined
      : t('incidents.linkDialog.none'));
  return (
    <FormDialog
      title={t('incidents.linkDialog.title', { title: incident.title })}
      consequence={t('incidents.linkDialog.consequence')}
      confirmLabel={t('incidents.linkDialog.confirm')}
      incomplete={
        deployment === '' ? t('incidents.linkDialog.needed') : undefined
      }
      onClose={onClose}
      onConfirm={async () => {
        await api.linkIncident(incident.id, deployment, role);
        onDone();
      }}
    >
      <DeploymentSelect
        label={t('incidents.linkDialog.deployment')}
        deployments={linkable.deployments}
        problem={problem}
        value={deployment}
        onChange={setDeployment}
      />
      <FormControl component="fieldset" margin="dense">
        <FormLabel component="legend">
          {t('incidents.linkDialog.role')}
        </FormLabel>
        <RadioGroup
          value={role}
          onChange={(_, value) =>
            setRole(ROLES.find(one => one === value) ?? 'caused')
          }
        >
          {ROLES.map(one => (
            <FormControlLabel
              key={one}
              value={one}
              control={<Radio color="primary" size="small" />}
              label={t(`incidents.linkDialog.${one}`)}
            />
          ))}
        </RadioGroup>
      </FormControl>
    </FormDialog>
  );
}
