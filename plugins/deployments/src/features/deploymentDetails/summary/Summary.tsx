import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminal,
  type Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';
import { Changes } from './Changes';
import { CheckResults } from './CheckResults';
import { Timing } from './Timing';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
      gap: theme.spacing(2, 4),
      alignItems: 'start',
      '& > *': { minWidth: 0 },
    },
  }),
  { name: 'SlipwaySummary' },
);

/** What a deployment changed and, once it has ended, the results of its checks and how long each part took. */
export function Summary(props: { deployment: Deployment }) {
  const { deployment } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  return (
    <Paper
      component="section"
      aria-label={t('summary.title')}
      className={classes.root}
    >
      <Changes deployment={deployment} />
      {isTerminal(deployment.status) && (
        <>
          <CheckResults deployment={deployment} />
          <Timing deployment={deployment} />
        </>
      )}
    </Paper>
  );
}
