import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';

/** How many looks are taken at one share of the traffic before they become longer. 5,000 looks of 10 s are almost 14 hours. */
export const MAX_LOOKS = 5_000;

/** What a look says about a metric. A version without a sample reported nothing. */
export interface MetricLook {
  candidate?: MetricSample;
  baseline?: MetricSample;
  /** Why a sample could not be read. */
  error?: string;
}

/** One reading of all metrics of an analysis, for both versions and the same period. Times are epoch milliseconds. */
export interface Look {
  /** Counts from 1 in an attempt of a step. */
  number: number;
  /** Start of the period. */
  from: number;
  /** End of the period, not included. */
  to: number;
  /** The candidate's share of the traffic, in percent. */
  weight: number;
  /** When the candidate got that share. */
  weightSince: number;
  /** Whether only the promotion to all traffic was left. */
  lastStep: boolean;
  /** Whether the share could not be measured any longer. */
  timeIsUp: boolean;
  /** By the metrics' names. */
  metrics: Readonly<Record<string, MetricLook>>;
}
