import {
  formatDuration,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { DEFAULT_MIN_SAMPLES } from '../../../domain/analysis/measurement';
import {
  assessThreshold,
  describeThreshold,
  formatValueBeside,
} from '../../../domain/analysis/threshold';
import type { Expectation } from '../../../targets/listExpectedChecks';
import type { LiveFigures } from '../../../targets/liveFigures';
import { because, type HealthReason } from './healthReason';

const UNITS = { 'success-rate': 'ratio', p95: 'ms' } as const;

/** The first threshold that the figures miss. */
export function findBrokenExpectation(
  figures: LiveFigures | undefined,
): HealthReason | undefined {
  if (!figures) return undefined;
  const broken = figures.expectations.find(
    expectation => assess(expectation, figures)?.result === 'broken',
  );
  return broken && joinExpectations([broken], figures);
}

/** What the figures are and what they need, or that there are too few requests. */
export function describeFigures(figures: LiveFigures): HealthReason {
  const { requests, expectations } = figures;
  const assessed = expectations.filter(expectation =>
    assess(expectation, figures),
  );
  if (
    expectations.every(
      ({ minSamples = DEFAULT_MIN_SAMPLES }) => requests < minSamples,
    )
  ) {
    const count = requests === 1 ? '1 request' : `${requests} requests`;
    return because(
      `${count} ${describePeriod(figures)}, too few to judge`,
      withPeriod('too_few_requests', figures),
      { count: requests, periodMs: getPeriodMs(figures) },
    );
  }
  return joinExpectations(assessed, figures);
}

function joinExpectations(
  expectations: Expectation[],
  figures: LiveFigures,
): HealthReason {
  return {
    message: expectations
      .map(expectation => describeExpectation(expectation, figures))
      .join('; '),
    sentences: expectations.flatMap(expectation =>
      listExpectationSentences(expectation, figures),
    ),
  };
}

/** Undefined if there are too few requests to judge by. */
function assess(
  { figure, passes, minSamples = DEFAULT_MIN_SAMPLES }: Expectation,
  figures: LiveFigures,
) {
  const value = readFigure(figure, figures);
  return value === undefined || figures.requests < minSamples
    ? undefined
    : assessThreshold(passes, { value }, UNITS[figure]);
}

/**
 * Value, sample, period and threshold, e.g. `89.9 % of 446 requests in the last 5 min succeeded; the check availability
 * needs ≥ 99 %`.
 */
function describeExpectation(
  { figure, passes, check }: Expectation,
  figures: LiveFigures,
): string {
  const value = formatValueBeside(
    readFigure(figure, figures) ?? NaN,
    passes,
    UNITS[figure],
  );
  const sample = `${figures.requests} requests ${describePeriod(figures)}`;
  const threshold = describeThreshold(passes, UNITS[figure]);
  return `${
    figure === 'success-rate'
      ? `${value} of ${sample} succeeded`
      : `p95 of ${sample} was ${value}`
  }; ${
    check
      ? `the check ${check} needs ${threshold}`
      : `the default threshold is ${threshold}`
  }`;
}

function listExpectationSentences(
  { figure, passes, check }: Expectation,
  figures: LiveFigures,
): Sentence[] {
  const value = readFigure(figure, figures) ?? NaN;
  const condition = describeThreshold(passes, UNITS[figure]);
  return [
    {
      code: withPeriod(
        figure === 'success-rate' ? 'success_rate' : 'p95',
        figures,
      ),
      params: {
        value: formatValueBeside(value, passes, UNITS[figure]),
        count: figures.requests,
        periodMs: getPeriodMs(figures),
      },
    },
    check
      ? { code: 'check_needs', params: { check, condition } }
      : { code: 'default_threshold', params: { condition } },
  ];
}

function readFigure(
  figure: Expectation['figure'],
  { successRate, p95Ms }: LiveFigures,
): number | undefined {
  return figure === 'success-rate' ? successRate : p95Ms;
}

function getPeriodMs({ from, to }: LiveFigures): number {
  return Math.max(1_000, to - from);
}

/** The code for a version whose whole time is measured, or for the last minutes. */
function withPeriod<C extends 'too_few_requests' | 'success_rate' | 'p95'>(
  code: C,
  { isNew }: LiveFigures,
): C | `${C}_since` {
  return isNew ? `${code}_since` : code;
}

function describePeriod(figures: LiveFigures): string {
  const period = formatDuration(getPeriodMs(figures));
  return figures.isNew
    ? `in the ${period} since it took over`
    : `in the last ${period}`;
}
