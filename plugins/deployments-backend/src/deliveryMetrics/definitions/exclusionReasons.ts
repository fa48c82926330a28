import type {
  DoraMetricName,
  DoraReason,
} from '@slipway/backstage-plugin-deployments-common';
import type { FailureReason, ReworkReason } from './projections';

const NOT_COUNTED: Record<DoraReason, string> = {
  'not-successful': 'It did not succeed.',
  rollback: 'A rollback is recovery, not delivery.',
  restart: 'A restart delivers nothing new.',
  removal: 'A removal delivers nothing new.',
  'first-deployment':
    'It was part of the first deployment of the service, which contains everything written before.',
  'same-version': 'The same version was deployed before; no commit is new.',
  'missing-author-time': 'Its author time is unknown.',
  'negative-time': 'It ended before it began: a clock is wrong somewhere.',
  'no-commits': 'The commits that it contained are unknown.',
  'merge-commit': 'It only merges other commits, which count themselves.',
  'still-open': 'It is still open.',
  'never-took-traffic':
    'It failed before it took traffic; users did not notice.',
};

const FAILED: Record<FailureReason, string> = {
  'rolled-back': 'It was rolled back.',
  'rollback-failed': 'It failed, and so did its rollback.',
  'failed-in-traffic': 'It failed after it took traffic.',
  reverted: 'A later rollback reverted it.',
  incident: 'An incident is linked to it as its cause.',
};

const REWORK: Record<ReworkReason, string> = {
  rollback: 'A rollback.',
  hotfix: 'Marked as a hotfix.',
  'fixed-incident': 'An incident is linked to it as its fix.',
};

/** Explains in one sentence why a row counted, was a hit, or did not count. */
export function explainExclusion(row: {
  metric: DoraMetricName;
  counted: boolean;
  reason?: DoraReason;
  failure?: FailureReason;
  rework?: ReworkReason;
}): string {
  if (!row.counted) return row.reason ? NOT_COUNTED[row.reason] : '';
  switch (row.metric) {
    case 'deployment-frequency':
      return 'A successful deployment of a change.';
    case 'change-lead-time':
      return 'The first successful deployment that contained this commit.';
    case 'recovery-time':
      return 'Users were affected, and service was restored.';
    case 'change-fail-rate':
      return row.failure ? FAILED[row.failure] : 'It did not fail.';
    case 'rework-rate':
      return row.rework ? REWORK[row.rework] : 'It did not repair anything.';
    default: {
      const unknown: never = row.metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}
