import type {
  DoraMetricName,
  DoraReason,
} from '@slipway/backstage-plugin-deployments-common';
import type { FailureReason, ReworkReason } from './projections';

const NOT_COUNTED: Record<DoraReason, string> = {
  'not-successful': 'It did not succeed.',
  rollback: 'A rollback is recovery, not delivery.',
  restart: 'A restart brings nothing new.',
  removal: 'A removal brings nothing new.',
  'first-deployment':
    'It came with the first deployment of the service, which brings all that was written before.',
  'same-version': 'The same version was deployed before; no commit is new.',
  'missing-author-time': 'Nobody tells when it was written.',
  'negative-time': 'It ended before it began: a clock is wrong somewhere.',
  'no-commits': 'Nobody tells which commits it contained.',
  'merge-commit':
    'It does nothing but merge other commits, which count for themselves.',
  'still-open': 'It goes on.',
  'never-took-traffic':
    'It failed before it took traffic; users did not notice.',
};

const FAILED: Record<FailureReason, string> = {
  'rolled-back': 'It was rolled back.',
  'rollback-failed': 'It failed, and so did its rollback.',
  'failed-in-traffic': 'It failed after it took traffic.',
  reverted: 'A later rollback took it back.',
  incident: 'An incident is linked to it as its cause.',
};

const REWORK: Record<ReworkReason, string> = {
  rollback: 'A rollback.',
  hotfix: 'Marked as a hotfix.',
  'fixed-incident': 'An incident is linked to it as its fix.',
};

/** Why a row counted, hit or did not count, in one sentence. */
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
      return 'It hurt, and service was restored.';
    case 'change-fail-rate':
      return row.failure ? FAILED[row.failure] : 'It did not fail.';
    case 'rework-rate':
      return row.rework ? REWORK[row.rework] : 'Not made to repair anything.';
    default: {
      const unknown: never = row.metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}
