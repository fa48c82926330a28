import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { useTranslation } from '../../../i18n/useTranslation';
import { ToneLabel } from '../../../shared/labels/ToneLabel';
import { ChangeLabel } from './ChangeLabel';
import { DefinitionLink } from '../definitions/DefinitionLink';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import { formatNumber } from '../../../shared/format/value';
import { reachesTarget } from '../figures/figures';
import { useFigureText } from '../figures/useFigureText';
import { usePhrases } from '../../../shared/text/usePhrases';

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      padding: theme.spacing(2),
      height: '100%',
      minWidth: 0,
      boxSizing: 'border-box',
    },
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      justifyContent: 'space-between',
      gap: theme.spacing(0.5),
    },
    // Some languages have words that are longer than the card is wide.
    name: { minWidth: 0, overflowWrap: 'anywhere' },
    value: {
      ...theme.typography.h4,
      fontSize: '1.5rem',
      margin: 0,
      fontVariantNumeric: 'tabular-nums',
    },
    insufficient: { ...theme.typography.h6, margin: 0 },
    note: { color: theme.palette.text.secondary },
    rows: {
      marginTop: 'auto',
      alignSelf: 'flex-start',
      // The whole card is a button, except for its own links and tooltips.
      '&&': { position: 'static' },
      '&::after': { content: '""', position: 'absolute', inset: 0 },
    },
    focused: {
      '&::after': {
        outline: `2px solid ${theme.palette.primary.main}`,
        borderRadius: theme.shape.borderRadius,
      },
    },
    pressable: { position: 'relative', zIndex: 1 },
  }),
  { name: 'SlipwayDoraCard' },
);

/** One metric: its value with unit and sample size, its change, target and band, and a button to its rows. */
export function MetricCard(props: {
  card: DoraCard;
  /** Absent if no report covers these deployments. */
  bandsYear?: number;
  onRows(): void;
}) {
  const { card, bandsYear, onRows } = props;
  const { t } = useTranslation();
  const sayPhrase = usePhrases();
  const classes = useStyles();
  const text = useFigureText();
  const [id] = useState(uniqueId);
  const { metric, unit, value } = card;
  const isTime = unit === 'milliseconds';
  const excluded = card.excluded.reduce((sum, { count }) => sum + count, 0);

  return (
    <Paper component="section" className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography
          variant="subtitle1"
          component="h3"
          id={id}
          className={classes.name}
        >
          {text.metric(metric)}
        </Typography>
        <DefinitionLink
          definition={DEFINITION_BY_METRIC[metric]}
          name={text.metric(metric)}
        />
      </div>
      {value === undefined ? (
        <p className={classes.insufficient}>
          {t('dora.insufficient', { n: String(card.n) })}
        </p>
      ) : (
        <>
          <p className={classes.value}>{text.value(value, unit)}</p>
          <Typography variant="body2" className={classes.note}>
            {isTime && `${t('dora.median')} · `}
            {text.sample(card)}
          </Typography>
          <ChangeLabel card={card} />
        </>
      )}
      {card.p75 !== undefined && card.p90 !== undefined && (
        <Typography variant="body2">
          {t('dora.percentiles', {
            p75: text.value(card.p75, unit),
            p90: text.value(card.p90, unit),
          })}
        </Typography>
      )}
      {card.deploymentDaysPerWeek !== undefined && (
        <Typography variant="body2">
          {t('dora.days', {
            value: formatNumber(card.deploymentDaysPerWeek),
          })}
        </Typography>
      )}
      {card.band ? (
        <Typography variant="body2">
          <Link
            className={classes.pressable}
            to={card.band.source}
            title={t('dora.band.help')}
          >
            {t('dora.band.of', {
              levels: parseChoice(
                card.band.names.map(level => t(`dora.band.levels.${level}`)),
                t('dora.band.or'),
              ),
              year: String(card.band.year),
            })}
          </Link>
        </Typography>
      ) : (
        value !== undefined && (
          <Typography variant="body2" className={classes.note}>
            {bandsYear === undefined
              ? t('dora.band.noReport')
              : t('dora.band.none', { year: String(bandsYear) })}
          </Typography>
        )
      )}
      {card.target !== undefined && (
        <Typography variant="body2" component="div">
          <TargetLabel card={card} target={card.target} />
        </Typography>
      )}
      {card.open !== undefined && card.open > 0 && (
        <Typography variant="body2" component="div">
          <ToneLabel tone="warning" icon={ReportProblem} wraps>
            {t('dora.open', { count: card.open })}
          </ToneLabel>
        </Typography>
      )}
      {card.settling > 0 && (
        <Typography variant="body2" component="div">
          <Tooltip title={t('dora.settlingHelp')}>
            <span className={classes.pressable}>
              <ToneLabel tone="pending" icon={HourglassEmpty} wraps>
                {t('dora.settling', { count: card.settling })}
              </ToneLabel>
            </span>
          </Tooltip>
        </Typography>
      )}
      {card.warnings.map((warning, index) => (
        <Typography key={warning} variant="body2" component="div">
          <ToneLabel tone="warning" icon={ReportProblem} wraps>
            {sayPhrase(card.warningSentences?.slice(index, index + 1), warning)}
          </ToneLabel>
        </Typography>
      ))}
      {excluded > 0 && (
        <Typography variant="body2" className={classes.note}>
          {t('dora.excluded', { count: excluded })}
        </Typography>
      )}
      <Button
        size="small"
        color="primary"
        className={classes.rows}
        focusVisibleClassName={classes.focused}
        disableRipple
        onClick={onRows}
        aria-label={t('dora.showRows', { metric: text.metric(metric) })}
      >
        {t('dora.rowsButton')}
      </Button>
    </Paper>
  );
}

/** `Elite`, `Elite or High`, `Elite, High or Medium`. */
function parseChoice(names: string[], or: string): string {
  const last = names.slice(-2).join(` ${or} `);
  return [...names.slice(0, -2), last].join(', ');
}

function TargetLabel(props: { card: DoraCard; target: number }) {
  const { card, target } = props;
  const { value } = card;
  const { t } = useTranslation();
  const text = useFigureText();
  if (value === undefined) {
    return (
      <>{t('dora.target.line', { value: text.value(target, card.unit) })}</>
    );
  }
  const isReached = reachesTarget(card.metric, value, target);
  return (
    <ToneLabel
      tone={isReached ? 'ok' : 'warning'}
      icon={isReached ? CheckCircle : ReportProblem}
      wraps
    >
      {t(isReached ? 'dora.target.reached' : 'dora.target.missed', {
        value: text.value(target, card.unit, value),
      })}
    </ToneLabel>
  );
}
