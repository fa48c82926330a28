import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  CheckRule,
  CheckState,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { VERDICT_TOPICS } from '../../../shared/troubleshooting/topics';
import { TroubleshootingLink } from '../../../shared/troubleshooting/TroubleshootingLink';
import {
  formatAbsoluteTime,
  computeElapsedMs,
} from '../../../shared/format/time';
import {
  formatValueBeside,
  formatDuration,
  localizeValues,
} from '../../../shared/format/value';
import { useNow } from '../../../hooks/useNow';
import { useTranslation } from '../../../i18n/useTranslation';
import { usePhrases } from '../../../shared/text/usePhrases';
import {
  OutcomeLabel,
  VerdictLabel,
} from '../../../shared/labels/StatusLabels';
import { CheckChart, type ComparedVersions } from './CheckChart';
import { buildCheckState, listThresholdValues } from './checkFigures';
import { FailureSample } from './FailureSample';
import { MeasurementTable } from './MeasurementTable';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 0),
      '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(2),
    },
    value: { ...theme.typography.h6, fontVariantNumeric: 'tabular-nums' },
  }),
  { name: 'SlipwayCheckPanel' },
);

/** A check in a step: the measured values and the threshold, over time, and the verdict with its evidence. */
export function CheckPanel(props: {
  rule: CheckRule;
  /** As of the last event; the measurements may be newer. */
  state: CheckState | undefined;
  measurements: Measurement[];
  versions: ComparedVersions;
  /** When retention deleted the measurements, if it did. */
  removedAt: string | undefined;
  /** When its step ended; from then on the check no longer fails. */
  endedAt: string | undefined;
  clockOffsetMs: number;
}) {
  const { rule, measurements, versions, removedAt, endedAt, clockOffsetMs } =
    props;
  const { t } = useTranslation();
  const sayPhrase = usePhrases();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const state = buildCheckState(rule, props.state, measurements);
  const failing = state.failingSince && !state.verdict;
  const now = useNow(failing && !endedAt ? 1_000 : undefined) + clockOffsetMs;
  const failingFor =
    state.failingSince &&
    formatDuration(
      Math.floor(computeElapsedMs(state.failingSince, endedAt, now) / 1_000) *
        1_000,
    );

  const thresholds = listThresholdValues(rule.threshold);
  const last = measurements[measurements.length - 1];
  const topic = state.verdict && VERDICT_TOPICS[state.verdict];
  const unit = rule.unit ?? last?.unit;
  const show = (measurement: Measurement) => {
    const { value, text } = measurement;
    // The check compares a status or a text; the number next to it is only the response time.
    if (value === undefined || (text !== undefined && !thresholds.length)) {
      return text ?? '–';
    }
    return formatValueBeside(value, thresholds, unit);
  };

  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography variant="subtitle1" component="h3" id={id}>
          {rule.name}
        </Typography>
        <span className={classes.value}>
          {last && show(last)}
          {!last && removedAt === undefined && t('check.notYet')}
        </span>
        <Typography variant="body2" color="textSecondary">
          {rule.condition &&
            t('check.condition', { condition: localizeValues(rule.condition) })}
          {rule.measurementTarget &&
            ` · ${t(`measurementTarget.${rule.measurementTarget}`)}`}
          {rule.minSamples
            ? ` · ${t('check.minSamples', { count: rule.minSamples })}`
            : ''}
          {rule.provider &&
            ` · ${t('check.provider', { provider: rule.provider })}`}
        </Typography>
        {state.verdict ? (
          <VerdictLabel verdict={state.verdict} />
        ) : (
          last && <OutcomeLabel outcome={last.outcome} />
        )}
        {topic && state.verdict && (
          <Typography variant="body2">
            <TroubleshootingLink
              topic={topic}
              about={t(`verdict.${state.verdict}`)}
            />
          </Typography>
        )}
        {failing && failingFor && (
          <Typography variant="body2">
            {rule.failForMs
              ? t('check.failingOf', {
                  failing: failingFor,
                  allowed: formatDuration(rule.failForMs),
                })
              : t('check.failing', {
                  failing: failingFor,
                })}
          </Typography>
        )}
      </div>
      {removedAt === undefined ? (
        <Typography variant="body2" color="textSecondary">
          {t('check.counts', {
            passed: String(state.passed),
            failed: String(state.failed),
            errors: String(state.errors),
            noData: String(state.noData),
          })}
          {last?.samples !== undefined &&
            ` · ${t('check.samples', { count: last.samples })}`}
          {rule.everyMs &&
            ` · ${t('check.every', { span: formatDuration(rule.everyMs) })}`}
        </Typography>
      ) : (
        <Alert severity="info" role="status">
          {t('check.removed', { at: formatAbsoluteTime(removedAt) })}
        </Alert>
      )}
      {state.message && (
        <Typography variant="body2">
          {sayPhrase(state.messageSentences, state.message)}
        </Typography>
      )}
      {state.failureSample && (
        <FailureSample
          check={rule.name}
          sample={state.failureSample}
          version={versions.candidate}
        />
      )}
      <CheckChart {...{ rule, measurements, unit, versions }} />
      {measurements.length > 0 && (
        <MeasurementTable
          check={rule.name}
          measurements={measurements}
          versions={versions}
          show={show}
          showNumber={value => formatValueBeside(value, thresholds, unit)}
        />
      )}
    </section>
  );
}
