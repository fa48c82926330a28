import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { useDriftText } from '../../shared/drift/useDriftText';
import { LongText } from '../../shared/text/LongText';
import { useSentences } from '../../shared/text/useSentences';
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
  state: EnvironmentState;
  /** Absent without drift that the reader may resolve. */
  onAllowOverwriting: (() => void) | undefined;
}) {
  const { state, onAllowOverwriting } = props;
  const { hold, drift } = state;
  const { t } = useTranslation();
  const say = useSentences();
  const describeDrift = useDriftText();
  const classes = useStyles();

  return (
    <>
      {hold && (
        <Alert severity="warning" className={classes.notice}>
          <strong>{t('hold.title')}</strong>{' '}
          <LongText text={say(hold.sentences, hold.reason)} />
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
          {!state.actions.liftHold && <div>{t('hold.notYours')}</div>}
        </Alert>
      )}
      {drift && (
        <Alert severity="warning" className={classes.notice}>
          <strong>{t('drift.title')}</strong>{' '}
          <LongText text={describeDrift(drift) ?? drift.message} />
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
            {onAllowOverwriting ? (
              <Button
                size="small"
                variant="outlined"
                onClick={onAllowOverwriting}
              >
                {t('drift.overwrite')}
              </Button>
            ) : (
              t('drift.notYours')
            )}
          </div>
        </Alert>
      )}
    </>
  );
}
