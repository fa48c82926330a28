import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminal,
  type Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { Changes } from './Changes';
import { CheckResults } from './CheckResults';
import { Timing } from './Timing';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(2, 4),
      alignItems: 'flex-start',
      '& > *': { flex: '1 1 280px', minWidth: 0 },
    },
    // Its table has four columns.
    checks: { '&&': { flex: '1.6 1 420px' } },
  }),
  { name: 'SlipwaySummary' },
);

/** What a deployment changed and, once it has ended, the results of its checks and how long each part took. */
export function Summary(props: { deployment: Deployment }) {
  const { deployment } = props;
  const { t } = useTranslation();
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
          <CheckResults deployment={deployment} className={classes.checks} />
          <Timing deployment={deployment} />
        </>
      )}
    </Paper>
  );
}
