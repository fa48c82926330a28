import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import {
  deploymentResourceRef,
  incidentWritePermission,
  type Incident,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { doraApiRef, type DoraApi } from '../../api/DoraApi';
import { getHttpStatus } from '../../api/failures';
import {
  BUSY_INTERVAL,
  IDLE_INTERVAL,
  usePolling,
} from '../../hooks/usePolling';
import { INCIDENT_KEY } from '../../routes/pagePaths';
import { useNotifier } from '../../notifications/NotifierContext';
import { useTranslation } from '../../i18n/useTranslation';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { ConfirmDialog } from '../../shared/dialogs/ConfirmDialog';
import { IncidentItem, type IncidentLink } from './IncidentItem';
import { LinkDialog } from './LinkDialog';
import { OpenIncidentDialog } from './OpenIncidentDialog';
import { ResolveIncidentDialog } from './ResolveIncidentDialog';

const PAGE_SIZE = 4;
const MOST = 500;

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(2) },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
    list: { margin: theme.spacing(1, 0, 0), padding: 0, listStyle: 'none' },
  }),
  { name: 'SlipwayIncidents' },
);

type OpenDialog =
  | { what: 'open' }
  | { what: 'resolve' | 'link'; incident: Incident }
  | { what: 'unlink'; incident: Incident; link: IncidentLink };

/** A service's open and resolved incidents. Its owners open, resolve and link them here. */
export function Incidents(props: { service: string; title: string }) {
  const { service, title } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(doraApiRef);
  const notify = useNotifier();
  const [limit, setLimit] = useState(PAGE_SIZE);
  const linkedId = useSearchParams()[0].get(INCIDENT_KEY) || undefined;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [listed, first] = await Promise.all([
        api.listIncidents({ service, limit }, { signal }),
        linkedId && findIncident(api, service, linkedId, signal),
      ]);
      return first
        ? {
            ...listed,
            items: [first, ...listed.items.filter(({ id }) => id !== first.id)],
          }
        : listed;
    },
    [api, service, limit, linkedId],
  );
  const polled = usePolling(load, page =>
    page?.items.some(({ resolvedAt }) => resolvedAt === undefined)
      ? BUSY_INTERVAL
      : IDLE_INTERVAL,
  );
  // When the list gets longer, the shown items stay until the longer list is loaded.
  const [before, setBefore] = useState(polled.value);
  useEffect(() => {
    if (polled.value) {
      setBefore(polled.value);
    }
  }, [polled.value]);
  const page = polled.value ?? (limit > PAGE_SIZE ? before : undefined);
  const [openDialog, setOpenDialog] = useState<OpenDialog>();
  const write = usePermission({
    permission: incidentWritePermission,
    resourceRef: deploymentResourceRef({ service }),
  });
  const mayWrite = !write.loading && write.allowed;

  const close = () => setOpenDialog(undefined);
  const done = (what: OpenDialog['what']) => () => {
    notify({ title: t(`incidents.done.${what}`), status: 'success' });
    polled.refresh();
  };

  return (
    <Paper
      component="section"
      aria-label={t('incidents.title')}
      className={classes.root}
    >
      <div className={classes.head}>
        <Typography variant="h5" component="h2">
          {t('incidents.title')}
        </Typography>
        {mayWrite && (
          <Button
            variant="outlined"
            size="small"
            onClick={() => setOpenDialog({ what: 'open' })}
          >
            {t('incidents.open')}
          </Button>
        )}
      </div>
      <Typography variant="body2" color="textSecondary">
        {t('incidents.help', { service: title })}
        {!write.loading && !write.allowed && ` ${t('incidents.mayNot')}`}
      </Typography>
      {!page && polled.loading && <Progress />}
      {polled.error && page && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {polled.error.message}
        </Alert>
      )}
      {polled.error && !page && <ErrorPanel error={polled.error} />}
      {page && linkedId && page.items.every(({ id }) => id !== linkedId) && (
        <Alert severity="info" role="status">
          {t('incidents.notThere')}
        </Alert>
      )}
      {page?.items.length === 0 && (
        <Typography variant="body2" role="status">
          {t(mayWrite ? 'incidents.none' : 'incidents.noneKnown')}
        </Typography>
      )}
      {page && page.items.length > 0 && (
        <ul className={classes.list} aria-label={t('incidents.title')}>
          {page.items.map(incident => (
            <IncidentItem
              key={incident.id}
              incident={incident}
              isLinkTarget={incident.id === linkedId}
              mayWrite={mayWrite}
              onResolve={() => setOpenDialog({ what: 'resolve', incident })}
              onLink={() => setOpenDialog({ what: 'link', incident })}
              onUnlink={link =>
                setOpenDialog({ what: 'unlink', incident, link })
              }
            />
          ))}
        </ul>
      )}
      {page?.nextCursor && limit < MOST && (
        <Button
          size="small"
          onClick={() =>
            setLimit(current => Math.min(MOST, current + 4 * PAGE_SIZE))
          }
        >
          {t('incidents.more')}
        </Button>
      )}
      {openDialog?.what === 'open' && (
        <OpenIncidentDialog
          service={service}
          title={title}
          onDone={done('open')}
          onClose={close}
        />
      )}
      {openDialog?.what === 'resolve' && (
        <ResolveIncidentDialog
          incident={openDialog.incident}
          onDone={done('resolve')}
          onClose={close}
        />
      )}
      {openDialog?.what === 'link' && (
        <LinkDialog
          incident={openDialog.incident}
          onDone={done('link')}
          onClose={close}
        />
      )}
      {openDialog?.what === 'unlink' && (
        <UnlinkDialog
          dialog={openDialog}
          onDone={done('unlink')}
          onClose={close}
        />
      )}
    </Paper>
  );
}

/** The incident in the address; undefined if it isn't one of the service. */
async function findIncident(
  api: DoraApi,
  service: string,
  id: string,
  signal: AbortSignal,
): Promise<Incident | undefined> {
  try {
    const incident = await api.getIncident(id, { signal });
    return incident.service === service ? incident : undefined;
  } catch (error) {
    if (getHttpStatus(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

function UnlinkDialog(props: {
  dialog: Extract<OpenDialog, { what: 'unlink' }>;
  onDone(): void;
  onClose(): void;
}) {
  const { onDone, onClose } = props;
  const { incident, link } = props.dialog;
  const { t } = useTranslation();
  const api = useApi(doraApiRef);
  const version = link.version ?? link.deployment;
  return (
    <ConfirmDialog
      title={t('incidents.unlinkDialog.title', {
        version,
        title: incident.title,
      })}
      consequence={t(`incidents.unlinkDialog.consequence.${link.role}`, {
        version,
      })}
      confirmLabel={t('incidents.unlinkDialog.confirm')}
      destructive
      reason="none"
      onConfirm={async () => {
        await api.unlinkIncident(incident.id, link.deployment, link.role);
        onDone();
      }}
      onClose={onClose}
    />
  );
}
