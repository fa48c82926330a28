import type {
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { MetricAssessment } from '../../domain/analysis/judge/assessMetric';
import type {
  RolloutProgress,
  RolloutVerdict,
} from '../../domain/analysis/judge/judgeRollout';

/** A request to judge the rollout of a step. Times are epoch milliseconds. */
export interface AnalyseRequest {
  deploymentId: string;
  stepId: string;
  attempt: number;
  /** Name of an analysis in the deployment's snapshot. */
  analysis: string;
  /** When the candidate got the weight that it has now. */
  weightSince: number;
  /** The candidate's share of the traffic, in percent: more than 0 and less than 100. */
  weight: number;
  /** What the judge doesn't know. */
  progress: RolloutProgress;
  candidate: Instance;
  baseline: VersionSummary;
  version: VersionSummary;
  now: number;
  deadline: number;
  signal: AbortSignal;
}

/** What all looks of the step say. */
export interface Analysed {
  verdict: RolloutVerdict;
  /** In the order of the analysis. */
  metrics: MetricAssessment[];
  /** When the next look ends, in epoch milliseconds. */
  nextLookAt: number;
}

/** Takes the looks that are due, stores them, and judges the rollout by all looks of this attempt. */
export interface Analyst {
  analyse(request: AnalyseRequest): Promise<Analysed>;
}
