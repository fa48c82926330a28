import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from '../../shared/blockers/useBlockerTexts';
import { useTranslation } from '../../i18n/useTranslation';
import { useStepName } from '../../shared/labels/useProgressText';

const useStyles = makeStyles(
  {
    // For screen readers only; the header shows the same.
    hidden: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
      whiteSpace: 'nowrap',
    },
  },
  { name: 'SlipwayStatusAnnouncement' },
);

/** Announces changes of the deployment's status to screen readers. */
export function StatusAnnouncement(props: { deployment: Deployment }) {
  const { deployment } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const nameStep = useStepName();
  const blockers = useBlockerTexts(deployment.blockers);
  return (
    <div aria-live="polite" className={classes.hidden}>
      {t('deployment.announcement', {
        status: t(`status.${deployment.status}`),
        step: nameStep(deployment),
      })}{' '}
      {blockers.join(' ')}
    </div>
  );
}
