import type {
  CheckRule,
  CheckState,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  formatValue,
  formatValueBeside,
  formatDuration,
  localizeValues,
} from '../../../shared/format/value';
import { usePhrases } from '../../../shared/text/usePhrases';
import { useSentences } from '../../../shared/text/useSentences';
import { listThresholdValues } from '../checks/checkFigures';

/** Checks whose values are statistics of requests. */
const PERCENTILES: readonly (string | undefined)[] = ['p50', 'p95', 'p99'];

/**
 * Returns a function that says why a deployment failed or was rolled back, as a clause without a period: the first failed
 * check with its value, samples, threshold and duration, and how many others failed. Undefined if no step failed.
 */
export function useCauseText(): (deployment: Deployment) => string | undefined {
  const { t } = useTranslation();
  const say = useSentences();
  const sayPhrase = usePhrases();

  const describeCheck = (rule: CheckRule, { failure }: CheckState) => {
    if (!failure) {
      return undefined;
    }
    const { value, text, samples, failedForMs } = failure;
    const thresholds = listThresholdValues(rule.threshold);
    const span = formatDuration(failedForMs);
    const isLong = failedForMs >= 1_000;
    const target = t(
      `summary.cause.target.${rule.measurementTarget ?? 'service'}`,
    );
    const shown =
      value === undefined || thresholds.length === 0
        ? text
        : formatValueBeside(value, thresholds, rule.unit);
    const common = {
      check: rule.name,
      condition: localizeValues(rule.condition),
      span,
    };
    const { atLeast } = rule.threshold ?? {};
    if (
      rule.measure === 'success-rate' &&
      value !== undefined &&
      samples !== undefined &&
      atLeast !== undefined
    ) {
      const params = {
        share: formatValueBeside(1 - value, [1 - atLeast], 'ratio'),
        count: samples,
        limit: formatValue(1 - atLeast, 'ratio'),
        target,
        span,
      };
      return isLong
        ? t('summary.cause.requestsFor', params)
        : t('summary.cause.requests', params);
    }
    if (
      PERCENTILES.includes(rule.measure) &&
      samples !== undefined &&
      shown !== undefined
    ) {
      const params = { ...common, value: shown, count: samples, target };
      return isLong
        ? t('summary.cause.percentileFor', params)
        : t('summary.cause.percentile', params);
    }
    if (shown !== undefined && rule.threshold && hasCondition(rule)) {
      const params = { ...common, value: shown };
      return isLong
        ? t('summary.cause.valueFor', params)
        : t('summary.cause.value', params);
    }
    const message = sayPhrase(failure.sentences, failure.message ?? '');
    const params = { ...common, message };
    return isLong
      ? t('summary.cause.checkFor', params)
      : t('summary.cause.check', params);
  };

  return ({ failure, steps }) => {
    const step = steps.find(({ id }) => id === failure?.stepId);
    if (!failure || !step) {
      return undefined;
    }
    const message = say(failure.sentences, failure.message ?? '').replace(
      /\.$/,
      '',
    );
    switch (failure.code) {
      case 'check_failed': {
        const causes = step.checks.flatMap(rule => {
          const state = step.checkStates?.find(
            ({ name }) => name === rule.name,
          );
          return (state && describeCheck(rule, state)) ?? [];
        });
        const [cause, ...others] = causes;
        if (cause === undefined) {
          return message;
        }
        return others.length > 0
          ? t('summary.cause.more', { cause, count: others.length })
          : cause;
      }
      case 'analysis_failed':
      case 'rejected':
      case 'deadline':
        return message;
      case 'timeout':
      case 'step_failed':
        return t('summary.cause.step', { step: step.title, message });
      default:
        return failure.code satisfies never;
    }
  };
}

/** Whether the check compares its own value; otherwise the provider's message says what was wrong. */
function hasCondition({ threshold }: CheckRule): boolean {
  return (
    listThresholdValues(threshold).length > 0 ||
    typeof threshold?.equals === 'string'
  );
}
