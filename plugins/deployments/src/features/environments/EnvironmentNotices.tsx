import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { ConfirmDialog } from '../../shared/dialogs/ConfirmDialog';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';

const useStyles = makeStyles(
  theme => ({
    notice: {
      padding: theme.spacing(0.5, 1.5),
      '& .MuiAlert-icon': { marginRight: theme.spacing(1) },
      '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' },
    },
    buttons: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'SlipwayEnvironmentNotices' },
);

/** The open confirmation. It names the drift, because another drift needs another confirmation. */
type Confirmation =
  | { what: 'liftHold' }
  | { what: 'adopt' | 'overwrite'; driftId: string };

/** The hold and the drift that block deployments to an environment until a person decides. */
export function EnvironmentNotices(props: {
  service: string;
  serviceTitle: string;
  state: EnvironmentState;
  onChanged(): void;
}) {
  const { service, serviceTitle, state, onChanged } = props;
  const { environment, hold, drift } = state;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const api = useApi(deploymentsApiRef);
  const [confirmation, setConfirmation] = useState<Confirmation>();
  const names = { service: serviceTitle, environment: environment.title };

  const confirm = async (reason: string | undefined) => {
    if (confirmation?.what === 'liftHold') {
      await api.liftHold(service, environment.name, reason ?? '');
    } else if (confirmation) {
      await api.resolveDrift(
        service,
        environment.name,
        confirmation.what,
        reason ?? '',
        confirmation.driftId,
      );
    }
    onChanged();
  };

  return (
    <>
      {hold && (
        <Alert severity="warning" className={classes.notice}>
          <strong>{t('hold.title')}</strong> {hold.reason}
          <div>
            {t('people.by')} <PrincipalLink principal={hold.by} />,{' '}
            <RelativeTime at={hold.at} />
            {' · '}
            {state.actions.liftHold ? (
              <TroubleshootingLink topic="hold" about={t('blockerKind.hold')} />
            ) : (
              <TroubleshootingLink
                topic="hold-cannot-be-lifted"
                about={t('troubleshooting.about.holdCannotBeLifted')}
              />
            )}
          </div>
          <div className={classes.buttons}>
            {state.actions.liftHold ? (
              <Button
                size="small"
                variant="outlined"
                onClick={() => setConfirmation({ what: 'liftHold' })}
              >
                {t('hold.lift')}
              </Button>
            ) : (
              t('hold.notYours')
            )}
          </div>
        </Alert>
      )}
      {drift && (
        <Alert severity="warning" className={classes.notice}>
          <strong>{t('drift.title')}</strong> {drift.message}
          {drift.expected && (
            <div>{t('drift.expected', { what: drift.expected })}</div>
          )}
          {drift.observed && (
            <div>{t('drift.observed', { what: drift.observed })}</div>
          )}
          <div>
            <TroubleshootingLink topic="drift" about={t('blockerKind.drift')} />
          </div>
          <div className={classes.buttons}>
            {state.actions.resolveDrift ? (
              <>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() =>
                    setConfirmation({ what: 'adopt', driftId: drift.id })
                  }
                >
                  {t('drift.adopt')}
                </Button>
                <Button
                  size="small"
                  variant="outlined"
                  onClick={() =>
                    setConfirmation({ what: 'overwrite', driftId: drift.id })
                  }
                >
                  {t('drift.overwrite')}
                </Button>
              </>
            ) : (
              t('drift.notYours')
            )}
          </div>
        </Alert>
      )}
      {confirmation && (
        <ConfirmDialog
          title={t(`confirmation.${confirmation.what}.title`, names)}
          consequence={t(
            `confirmation.${confirmation.what}.consequence`,
            names,
          )}
          confirmLabel={t(`confirmation.${confirmation.what}.confirm`)}
          reason="required"
          conflictTopic={
            confirmation.what === 'liftHold' ? 'hold-cannot-be-lifted' : 'drift'
          }
          onConfirm={confirm}
          onClose={() => setConfirmation(undefined)}
        />
      )}
    </>
  );
}
