import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { formatSpan } from '../../format/duration';
import { deploymentsTranslationRef } from '../../translation';

const PARTS = ['coding', 'review', 'waiting', 'deploying'] as const;

const useStyles = makeStyles(
  theme => ({
    list: {
      margin: 0,
      display: 'grid',
      gridTemplateColumns: 'auto 1fr',
      columnGap: theme.spacing(1),
      ...theme.typography.body2,
      '& dt': { color: theme.palette.text.secondary },
      '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
    },
    summary: { cursor: 'pointer' },
  }),
  { name: 'SlipwayDoraParts' },
);

/** What lead times are made of, as far as anybody told. */
export function LeadTimeParts(props: {
  breakdown: NonNullable<DoraCard['breakdown']>;
}) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const known = PARTS.flatMap(part => {
    const { value, n } = props.breakdown[part] ?? { n: 0 };
    return value === undefined ? [] : [{ part, value, n }];
  });
  if (known.length === 0) {
    return null;
  }
  return (
    <details>
      <Typography
        variant="body2"
        component="summary"
        className={classes.summary}
      >
        {t('dora.breakdown.short')}
      </Typography>
      <dl className={classes.list} aria-label={t('dora.breakdown.title')}>
        {known.map(({ part, value, n }) => (
          <Part key={part} label={t(`dora.breakdown.${part}`)}>
            {formatSpan(value)} · {t('dora.breakdown.n', { n: String(n) })}
          </Part>
        ))}
      </dl>
      <Typography variant="caption" color="textSecondary">
        {t('dora.breakdown.title')}
      </Typography>
    </details>
  );
}

function Part(props: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
