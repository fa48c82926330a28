import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import { Panel } from './Panel';
import { formatDuration } from '../../../shared/format/value';

const PARTS = ['coding', 'review', 'waiting', 'deploying'] as const;

const useStyles = makeStyles(
  theme => ({
    list: {
      margin: 0,
      display: 'grid',
      gap: theme.spacing(1),
      ...theme.typography.body2,
      padding: 0,
      listStyle: 'none',
      fontVariantNumeric: 'tabular-nums',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      columnGap: theme.spacing(2),
    },
    muted: { color: theme.palette.text.secondary },
    track: {
      height: theme.spacing(1),
      backgroundColor: theme.palette.action.hover,
    },
    bar: {
      height: '100%',
      // A short part stays visible beside parts of days.
      minWidth: 2,
      backgroundColor: theme.palette.primary.main,
    },
  }),
  { name: 'SlipwayDoraParts' },
);

/** The parts of the lead time, as far as sources reported them. Renders nothing if no commit has a lead time. */
export function LeadTimeParts(props: { card: DoraCard }) {
  const { n: commits, breakdown = {} } = props.card;
  const { t } = useTranslation();
  const classes = useStyles();
  const longest = Math.max(
    ...PARTS.map(part => breakdown[part]?.value ?? 0),
    1,
  );
  const isKnown = PARTS.some(part => breakdown[part]?.value !== undefined);
  if (commits === 0) {
    return null;
  }
  return (
    <Panel
      title={t('dora.breakdown.title')}
      definition={DEFINITION_BY_METRIC['change-lead-time']}
      note={isKnown && t('dora.breakdown.help')}
    >
      {isKnown ? (
        <ul className={classes.list}>
          {PARTS.map(part => {
            const { value, n } = breakdown[part] ?? { n: 0 };
            return (
              <li key={part}>
                <div className={classes.head}>
                  <span>
                    {t(`dora.breakdown.${part}`)}{' '}
                    <span className={classes.muted}>
                      {t(`dora.breakdown.until.${part}`)}
                    </span>
                  </span>
                  <span>
                    {value === undefined ? (
                      <span className={classes.muted}>
                        {t('dora.breakdown.unknown')}
                      </span>
                    ) : (
                      <>
                        <strong>{formatDuration(value)}</strong>{' '}
                        <span className={classes.muted}>
                          {n < commits
                            ? t('dora.breakdown.some', {
                                n: String(n),
                                total: String(commits),
                              })
                            : t('dora.breakdown.n', { n: String(n) })}
                        </span>
                      </>
                    )}
                  </span>
                </div>
                <div className={classes.track} aria-hidden>
                  {value !== undefined && (
                    <div
                      className={classes.bar}
                      style={{ width: `${(100 * value) / longest}%` }}
                    />
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      ) : (
        <Typography variant="body2">{t('dora.breakdown.none')}</Typography>
      )}
    </Panel>
  );
}
