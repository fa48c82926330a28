import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type {
  EnvironmentState,
  WorkloadCandidate,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useLoaded } from '../../hooks/useLoaded';
import { useTranslation } from '../../i18n/useTranslation';
import { useDriftText } from '../../shared/drift/useDriftText';
import { DriftButtons } from '../../shared/drift/DriftButtons';
import { useResolveDrift } from '../../shared/drift/useResolveDrift';
import { uniqueId } from '../../shared/ids/uniqueId';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { FoundWorkload } from './FoundWorkload';
import { NothingFound } from './NothingFound';

const useStyles = makeStyles(
  theme => ({
    adopt: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      padding: theme.spacing(2, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'SlipwayConnectDialog' },
);

interface Connected {
  service: string;
  serviceTitle: string;
  state: EnvironmentState;
}

/** What could be a service in an environment where Slipway has deployed nothing yet, and how to connect it. */
export function ConnectDialog(
  props: Connected & {
    onAdopted(): void;
    onClose(): void;
  },
) {
  const { serviceTitle, state, onClose } = props;
  const { environment, current, actions } = state;
  const { t } = useTranslation();
  const [id] = useState(uniqueId);
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const names = { service: serviceTitle, environment: environment.title };
  return (
    <Dialog
      open
      pageTitle={t('connect.title', names)}
      onClose={onClose}
      aria-labelledby={id}
      maxWidth="md"
      fullWidth
      fullScreen={isNarrow}
    >
      <DialogTitle id={id}>{t('connect.title', names)}</DialogTitle>
      {current || !actions.connect ? (
        <>
          <DialogContent>
            <Typography role="status">
              {current
                ? t('connect.done')
                : t('connect.unsupported', {
                    provider: environment.target.provider,
                  })}
            </Typography>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('connect.close')}</Button>
          </DialogActions>
        </>
      ) : (
        <Search {...props} />
      )}
    </Dialog>
  );
}

function Search(
  props: Connected & {
    onAdopted(): void;
    onClose(): void;
  },
) {
  const { service, serviceTitle, state, onAdopted, onClose } = props;
  const { environment } = state;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.discoverWorkloads(service, environment.name, { signal }),
    [api, service, environment.name],
  );
  const { value, error, loading, refresh } = useLoaded(load);
  const names = { service: serviceTitle, environment: environment.title };
  return (
    <>
      <DialogContent>
        <Typography variant="body2" gutterBottom>
          {t('connect.intro', names)}
        </Typography>
        {loading && (
          <div role="status" aria-label={t('connect.searching', names)}>
            <Progress />
          </div>
        )}
        {error && <ErrorPanel error={error} />}
        {value && (
          <Found
            workloads={value}
            service={service}
            serviceTitle={serviceTitle}
            state={state}
            onAdopted={onAdopted}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button disabled={loading} onClick={refresh}>
          {t('connect.again')}
        </Button>
        <Button onClick={onClose}>{t('connect.close')}</Button>
      </DialogActions>
    </>
  );
}

function Found(
  props: Connected & {
    workloads: WorkloadCandidate[];
    onAdopted(): void;
  },
) {
  const { workloads, service, serviceTitle, state } = props;
  return (
    <>
      {workloads.length === 0 && (
        <NothingFound
          service={service}
          serviceTitle={serviceTitle}
          environment={state.environment}
        />
      )}
      {workloads.map(workload => (
        <FoundWorkload
          key={workload.title}
          workload={workload}
          service={service}
          serviceTitle={serviceTitle}
          environment={state.environment}
        />
      ))}
      <Adopt {...props} isFound={workloads.length > 0} />
    </>
  );
}

/** Adopts what is running, once it was observed. */
function Adopt(
  props: Connected & {
    isFound: boolean;
    onAdopted(): void;
  },
) {
  const { service, serviceTitle, state, isFound, onAdopted } = props;
  const { environment, drift } = state;
  const describeDrift = useDriftText();
  const { t } = useTranslation();
  const classes = useStyles();
  const { confirm, dialog } = useResolveDrift({
    service,
    serviceTitle,
    environment,
    onResolved: onAdopted,
  });
  if (!drift && !isFound) {
    return <>{dialog}</>;
  }
  return (
    <div className={classes.adopt}>
      <Typography variant="subtitle2" component="h3">
        {t('connect.adopt.title')}
      </Typography>
      {drift ? (
        <>
          <Typography variant="body2">
            {describeDrift(drift) ?? drift.message} {t('connect.adopt.help')}
          </Typography>
          {state.actions.resolveDrift ? (
            <DriftButtons
              choices={['adopt']}
              onChoose={choice => confirm(choice, drift.id)}
            />
          ) : (
            <Typography variant="body2">{t('drift.notYours')}</Typography>
          )}
        </>
      ) : (
        <Typography variant="body2">
          {t('connect.unobserved', { environment: environment.title })}
        </Typography>
      )}
      {dialog}
    </div>
  );
}
