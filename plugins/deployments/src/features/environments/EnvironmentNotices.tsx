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
import { DriftButtons } from '../../shared/drift/DriftButtons';
import { useResolveDrift } from '../../shared/drift/useResolveDrift';
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
    buttons: { marginTop: theme.spacing(1) },
  }),
  { name: 'SlipwayEnvironmentNotices' },
);

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
  const [liftingHold, setLiftingHold] = useState(false);
  const resolveDrift = useResolveDrift({
    service,
    serviceTitle,
    environment,
    onResolved: onChanged,
  });
  const names = { service: serviceTitle, environment: environment.title };

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
                onClick={() => setLiftingHold(true)}
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
              <DriftButtons
                onChoose={choice => resolveDrift.confirm(choice, drift.id)}
              />
            ) : (
              t('drift.notYours')
            )}
          </div>
        </Alert>
      )}
      {resolveDrift.dialog}
      {liftingHold && (
        <ConfirmDialog
          title={t('confirmation.liftHold.title', names)}
          consequence={t('confirmation.liftHold.consequence', names)}
          confirmLabel={t('confirmation.liftHold.confirm')}
          reason="required"
          conflictTopic="hold-cannot-be-lifted"
          onConfirm={async reason => {
            await api.liftHold(service, environment.name, reason ?? '');
            onChanged();
          }}
          onClose={() => setLiftingHold(false)}
        />
      )}
    </>
  );
}
