import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblem from '@material-ui/icons/ReportProblem';
import type { AnalysisVerdict } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  getErrorColor,
  getWarningColor,
} from '../../../shared/labels/readableColors';
import { formatNumber, formatPercent } from '../../../shared/format/value';
import { ToneLabel } from '../../../shared/labels/ToneLabel';

const useStyles = makeStyles(
  theme => ({
    bar: {
      position: 'relative',
      display: 'flex',
      gap: 2,
      height: 8,
      maxWidth: 480,
      margin: theme.spacing(1, 0),
    },
    zone: { borderRadius: 2 },
    below: { backgroundColor: getErrorColor(theme) },
    between: { backgroundColor: getWarningColor(theme) },
    above: { backgroundColor: theme.palette.status.ok },
    mark: {
      position: 'absolute',
      top: -4,
      width: 4,
      height: 16,
      marginLeft: -2,
      borderRadius: 2,
      backgroundColor: theme.palette.text.primary,
      border: `1px solid ${theme.palette.background.paper}`,
      boxSizing: 'content-box',
    },
    parts: {
      ...theme.typography.body2,
      borderCollapse: 'collapse',
      // The page breaks words anywhere, which would squeeze the columns.
      overflowWrap: 'break-word',
      fontVariantNumeric: 'tabular-nums',
      '& th, & td': {
        padding: theme.spacing(0.25, 1.5, 0.25, 0),
        textAlign: 'left',
        verticalAlign: 'top',
      },
      '& tbody th': { fontWeight: 'normal' },
    },
  }),
  { name: 'SlipwayScoreParts' },
);

/** The score on its scale, and the groups that it consists of. A hard limit decides without it. */
export function ScoreParts(props: { verdict: AnalysisVerdict }) {
  const { reason, score, pass, marginal, groups } = props.verdict;
  const { t } = useTranslation();
  const classes = useStyles();
  const zones = [
    { name: classes.below, size: marginal },
    { name: classes.between, size: pass - marginal },
    { name: classes.above, size: 100 - pass },
  ];
  const rules = t(
    marginal < pass ? 'analysis.score.rules' : 'analysis.score.rulesNoMarginal',
    { pass: formatNumber(pass), marginal: formatNumber(marginal) },
  );
  if (reason === 'hard_limit') {
    return (
      <Typography variant="body2">{t('analysis.score.notUsed')}</Typography>
    );
  }
  return (
    <section aria-label={t('analysis.score.title')}>
      <Typography variant="body2">
        <strong>
          {t('analysis.score.value', { score: formatNumber(score) })}
        </strong>
        {'. '}
        {reason === 'critical_harm' ? t('analysis.score.criticalHarm') : rules}
      </Typography>
      <div className={classes.bar} aria-hidden>
        {zones.map(({ name, size }) => (
          <div
            key={name}
            className={`${classes.zone} ${name}`}
            style={{ flexGrow: size, flexBasis: 0 }}
          />
        ))}
        <div className={classes.mark} style={{ left: `${score}%` }} />
      </div>
      <table className={classes.parts} aria-label={t('analysis.score.parts')}>
        <thead>
          <tr>
            <th scope="col">{t('analysis.score.group')}</th>
            <th scope="col">{t('analysis.score.harmless')}</th>
            <th scope="col">{t('analysis.score.minimum')}</th>
            <th scope="col">{t('analysis.score.weight')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => (
            <tr key={group.name}>
              <th scope="row">{group.name}</th>
              <td>
                {group.score < group.minimum ? (
                  <ToneLabel tone="error" icon={ReportProblem} wraps>
                    {formatPercent(group.score / 100)},{' '}
                    {t('analysis.score.belowMinimum')}
                  </ToneLabel>
                ) : (
                  formatPercent(group.score / 100)
                )}
              </td>
              <td>
                {group.minimum > 0 ? formatPercent(group.minimum / 100) : '–'}
              </td>
              <td>{formatNumber(group.weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
