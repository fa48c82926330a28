import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from '../../shared/blockers/useBlockerTexts';
import { useTranslation } from '../../i18n/useTranslation';
import { usePhrases } from '../../shared/text/usePhrases';

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
  const say = usePhrases();
  const { current = '', sentences } = deployment.progress;
  const blockers = useBlockerTexts(deployment.blockers);
  return (
    <div aria-live="polite" className={classes.hidden}>
      {t('deployment.announcement', {
        status: t(`status.${deployment.status}`),
        step: say(sentences, current),
      })}{' '}
      {blockers.join(' ')}
    </div>
  );
}
