import type {
  DoraMetricName,
  DoraReason,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { renderSentences } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import type { FailureReason, ReworkReason } from './projections';

const NOT_COUNTED = {
  'not-successful': 'why_unsuccessful',
  rollback: 'why_rollback',
  restart: 'why_restart',
  removal: 'why_removal',
  'first-deployment': 'why_first',
  'same-version': 'why_same_version',
  'missing-author-time': 'why_no_author_time',
  'negative-time': 'why_clock',
  'no-commits': 'why_no_commits',
  'merge-commit': 'why_merge',
  'still-open': 'why_open',
  'never-took-traffic': 'why_no_traffic',
} as const satisfies Record<DoraReason, string>;

const FAILED = {
  'rolled-back': 'why_rolled_back',
  'rollback-failed': 'why_rollback_failed',
  'failed-in-traffic': 'why_failed',
  reverted: 'why_reverted',
  incident: 'why_incident',
} as const satisfies Record<FailureReason, string>;

const REWORK = {
  rollback: 'why_is_rollback',
  hotfix: 'why_is_hotfix',
  'fixed-incident': 'why_fixed_incident',
} as const satisfies Record<ReworkReason, string>;

interface ExplainedRow {
  metric: DoraMetricName;
  counted: boolean;
  reason?: DoraReason;
  failure?: FailureReason;
  rework?: ReworkReason;
}

/** Explains in one sentence why a row counted, was a hit, or did not count. */
export function explainExclusion(
  row: ExplainedRow,
): Pick<DoraRow, 'why' | 'whySentence'> {
  const code = findCode(row);
  if (code === undefined) return {};
  const whySentence = say(code);
  return { why: renderSentences([whySentence]), whySentence };
}

function findCode(row: ExplainedRow) {
  if (!row.counted) return row.reason && NOT_COUNTED[row.reason];
  switch (row.metric) {
    case 'deployment-frequency':
      return 'why_deployment';
    case 'change-lead-time':
      return 'why_change';
    case 'recovery-time':
      return 'why_recovery';
    case 'change-fail-rate':
      return row.failure ? FAILED[row.failure] : 'why_no_failure';
    case 'rework-rate':
      return row.rework ? REWORK[row.rework] : 'why_no_rework';
    default: {
      const unknown: never = row.metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}
