import { useApi } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../../shared/dialogs/FormDialog';
import { DeploymentSelect } from './DeploymentSelect';
import { parseLocalTime } from '../../shared/format/parseLocalTime';
import { useLinkableDeployments } from './useLinkableDeployments';

/** Resolves an incident: since when users are no longer affected, and which deployment fixed it. */
export function ResolveIncidentDialog(props: {
  incident: Incident;
  onDone(): void;
  onClose(): void;
}) {
  const { incident, onDone, onClose } = props;
  const { t } = useTranslation();
  const api = useApi(doraApiRef);
  const [id] = useState(uniqueId);
  const [until, setUntil] = useState('');
  const [fix, setFix] = useState('');
  const linkable = useLinkableDeployments(incident.service);

  const resolvedAt = parseLocalTime(until);
  const at = resolvedAt === undefined ? undefined : Date.parse(resolvedAt);
  const problem = findProblem();
  function findProblem(): string | undefined {
    if (at === undefined) {
      return undefined;
    }
    if (at > Date.now()) {
      return t('incidents.openDialog.future');
    }
    return at < Date.parse(incident.startedAt)
      ? t('incidents.resolveDialog.before')
      : undefined;
  }

  return (
    <FormDialog
      title={t('incidents.resolveDialog.title', { title: incident.title })}
      consequence={t('incidents.resolveDialog.consequence')}
      confirmLabel={t('incidents.resolveDialog.confirm')}
      incomplete={problem}
      onClose={onClose}
      onConfirm={async () => {
        await api.resolveIncident(incident.id, {
          resolvedAt,
          fixedBy: fix || undefined,
        });
        onDone();
      }}
    >
      <TextField
        id={`${id}-until`}
        type="datetime-local"
        fullWidth
        variant="outlined"
        margin="dense"
        label={t('incidents.resolveDialog.resolvedAt')}
        helperText={problem ?? t('incidents.resolveDialog.resolvedAtHelp')}
        error={problem !== undefined}
        InputLabelProps={{ shrink: true }}
        value={until}
        onChange={event => setUntil(event.target.value)}
      />
      <DeploymentSelect
        label={t('incidents.resolveDialog.fix')}
        none={t('incidents.resolveDialog.fixNone')}
        deployments={linkable.deployments}
        problem={linkable.error?.message}
        value={fix}
        onChange={setFix}
      />
    </FormDialog>
  );
}
