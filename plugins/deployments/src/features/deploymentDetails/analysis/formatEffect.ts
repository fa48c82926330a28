import {
  formatNumber,
  formatPercent,
  formatSignedPercent,
} from '../../../shared/format/value';
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

/** A relative effect with its sign: `+8.3 %` for 0.083, `−25 %` for -0.25. */
export function formatEffect(effect: number): string {
  return effect > MOST
    ? `>\u00a0+${formatPercent(MOST)}`
    : formatSignedPercent(effect);
}

/** An amount of evidence, which can be astronomically large or small: `0.02`, `3.1`, `> 1,000`. */
export function formatEvidence(evidence: number): string {
  if (evidence > MOST) {
    return `>\u00a0${formatNumber(MOST)}`;
  }
  return evidence > 0 && evidence < 0.01
    ? `<\u00a0${formatNumber(0.01)}`
    : formatNumber(evidence);
}
