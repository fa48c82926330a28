import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ThumbDown from '@material-ui/icons/ThumbDown';
import ThumbUp from '@material-ui/icons/ThumbUp';
import type { Approval } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { RelativeTime } from '../../shared/time/RelativeTime';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: { '& + &': { marginTop: theme.spacing(0.5) } },
  }),
  { name: 'SlipwayApprovals' },
);

/** Who approved or rejected, when, and why. */
export function Approvals(props: { approvals: Approval[] }) {
  const { t } = useTranslation();
  const classes = useStyles();
  return (
    <section aria-label={t('approvals.title')}>
      <Typography variant="h6" component="h2">
        {t('approvals.title')}
      </Typography>
      <ul className={classes.list}>
        {props.approvals.map(approval => (
          <Typography
            key={`${approval.by}:${approval.at}`}
            variant="body2"
            component="li"
            className={classes.item}
          >
            <ToneLabel
              tone={approval.decision === 'approve' ? 'ok' : 'error'}
              icon={approval.decision === 'approve' ? ThumbUp : ThumbDown}
            >
              {t(`approvals.${approval.decision}`)}
            </ToneLabel>{' '}
            {t('people.by')} <PrincipalLink principal={approval.by} />,{' '}
            <RelativeTime at={approval.at} />
            {approval.rule && ` · ${approval.rule}`}
            {approval.reason && `: “${approval.reason}”`}
          </Typography>
        ))}
      </ul>
    </section>
  );
}
