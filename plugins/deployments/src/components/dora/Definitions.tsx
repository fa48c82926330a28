import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../translation';

const useStyles = makeStyles(
  theme => ({
    summary: { cursor: 'pointer' },
    list: {
      ...theme.typography.body2,
      maxWidth: '80ch',
      '& dt': { fontWeight: theme.typography.fontWeightBold },
      '& dd': { margin: theme.spacing(0, 0, 1) },
    },
  }),
  { name: 'SlipwayDoraDefinitions' },
);

/** What each number counts, in short. */
export function Definitions() {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  return (
    <details>
      <Typography
        variant="body2"
        component="summary"
        className={classes.summary}
      >
        {t('dora.definitions')}
      </Typography>
      <dl className={classes.list}>
        {DORA_METRICS.map(metric => (
          <div key={metric}>
            <dt>{t(`dora.metric.${metric}`)}</dt>
            <dd>{t(`dora.definition.${metric}`)}</dd>
          </div>
        ))}
      </dl>
      <Typography variant="body2">{t('dora.definitionsMore')}</Typography>
    </details>
  );
}
