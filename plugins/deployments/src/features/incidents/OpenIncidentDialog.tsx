import { useApi } from '@backstage/core-plugin-api';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import TextField from '@material-ui/core/TextField';
import { useMemo, useState } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../../shared/dialogs/FormDialog';
import { DeploymentSelect } from './DeploymentSelect';
import { parseLocalTime } from '../../shared/format/parseLocalTime';
import { useLinkableDeployments } from './useLinkableDeployments';

/** Opens an incident: what is wrong, since when, and the cause if known. */
export function OpenIncidentDialog(props: {
  service: string;
  title: string;
  /** The id of the deployment that is the suggested cause. */
  causedBy?: string;
  onDone(): void;
  onClose(): void;
}) {
  const { service, title, causedBy, onDone, onClose } = props;
  const { t } = useTranslation();
  const api = useApi(doraApiRef);
  const [id] = useState(uniqueId);
  const [name, setName] = useState('');
  const [nameLeft, setNameLeft] = useState(false);
  const [url, setUrl] = useState('');
  const [since, setSince] = useState('');
  const [chosenCause, setCause] = useState<string>();
  const linkable = useLinkableDeployments(service);
  // Only deployments to production can be causes.
  const suggested = linkable.deployments.find(it => it.id === causedBy)?.id;
  const cause = chosenCause ?? suggested ?? '';

  const startedAt = parseLocalTime(since);
  const isFuture =
    startedAt !== undefined && Date.parse(startedAt) > Date.now();
  const isUrlWrong = url.trim() !== '' && !isWebAddress(url.trim());
  const body = JSON.stringify({
    service,
    title: name.trim(),
    url: url.trim() || undefined,
    startedAt,
    causedBy: cause || undefined,
  });
  // The same input sent twice is one incident; other input is another.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const key = useMemo(uniqueId, [body]);
  const isNameMissing = name.trim() === '';
  let problem: string | undefined;
  if (isNameMissing) {
    problem = t('incidents.openDialog.nameNeeded');
  } else if (isFuture) {
    problem = t('incidents.openDialog.future');
  } else if (isUrlWrong) {
    problem = t('incidents.openDialog.urlWrong');
  }
  const field = {
    fullWidth: true,
    variant: 'outlined',
    margin: 'dense',
  } as const;

  return (
    <FormDialog
      title={t('incidents.openDialog.title', { service: title })}
      consequence={t('incidents.openDialog.consequence')}
      confirmLabel={t('incidents.openDialog.confirm')}
      incomplete={problem}
      onClose={onClose}
      onConfirm={async () => {
        await api.openIncident(JSON.parse(body), key);
        onDone();
      }}
    >
      <TextField
        {...field}
        id={`${id}-name`}
        required
        label={t('incidents.openDialog.name')}
        helperText={t(
          nameLeft && isNameMissing
            ? 'incidents.openDialog.nameNeeded'
            : 'incidents.openDialog.nameHelp',
        )}
        error={nameLeft && isNameMissing}
        onBlur={() => setNameLeft(true)}
        value={name}
        inputProps={{ maxLength: 300 }}
        onChange={event => setName(event.target.value)}
      />
      <TextField
        {...field}
        id={`${id}-since`}
        type="datetime-local"
        label={t('incidents.openDialog.startedAt')}
        helperText={t(
          isFuture
            ? 'incidents.openDialog.future'
            : 'incidents.openDialog.startedAtHelp',
        )}
        error={isFuture}
        InputLabelProps={{ shrink: true }}
        value={since}
        onChange={event => setSince(event.target.value)}
      />
      <DeploymentSelect
        label={t('incidents.openDialog.cause')}
        none={t('incidents.openDialog.causeUnknown')}
        deployments={linkable.deployments}
        problem={linkable.error?.message}
        value={cause}
        onChange={setCause}
      />
      <TextField
        {...field}
        id={`${id}-url`}
        label={t('incidents.openDialog.url')}
        helperText={t(
          isUrlWrong
            ? 'incidents.openDialog.urlWrong'
            : 'incidents.openDialog.urlHelp',
        )}
        error={isUrlWrong}
        value={url}
        inputProps={{ maxLength: 2000 }}
        onChange={event => setUrl(event.target.value)}
      />
    </FormDialog>
  );
}
