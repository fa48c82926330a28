import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';

/** The unit of a metric's values: counts are shares. Undefined if only the source of the values knows it. */
export function getUnit({
  kind,
  unit,
}: Pick<AnalysisMetric, 'kind' | 'unit'>): string | undefined {
  return kind === 'count' ? 'ratio' : unit;
}

/** Beyond this, more digits say nothing. */
const MOST = 1000;

/** A percentage with two digits below 10 and three above. */
function round(percent: number): string {
  const size = Math.abs(percent);
  return String(Number(percent.toPrecision(size < 10 ? 2 : 3)));
}

/** A relative effect with its sign: `+8.3 %` for 0.083, `−25 %` for -0.25. */
export function formatEffect(effect: number): string {
  const percent = effect * 100;
  if (percent > 100 * MOST) {
    return `> +${100 * MOST} %`;
  }
  const text = round(percent).replace('-', '−');
  return `${percent > 0 && text !== '0' ? '+' : ''}${text} %`;
}

/** A difference of shares in percentage points: `0.05` for 0.0005. */
export function formatPoints(difference: number): string {
  return round(difference * 100);
}

/** An amount of evidence, which can be astronomically large or small: `0.02`, `3.1`, `> 1000`. */
export function formatEvidence(evidence: number): string {
  if (evidence > MOST) {
    return `> ${MOST}`;
  }
  return evidence > 0 && evidence < 0.01
    ? '< 0.01'
    : String(Number(evidence.toPrecision(evidence < 10 ? 2 : 3)));
}

/** A number of samples with separated thousands: `12,400`. */
export function formatSamples(samples: number): string {
  return Math.round(samples).toLocaleString('en-US');
}
