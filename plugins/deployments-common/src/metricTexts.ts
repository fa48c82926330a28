/** The English texts of what a metric's number alone hides, and of why its rows count or don't, by their codes. */
export const metricTexts = {
  metric_clock_commits:
    '{{count}} commits were written after they were deployed: a clock is wrong somewhere',
  metric_clock_one_of_commits:
    '1 commit was written after it was deployed: a clock is wrong somewhere',
  metric_clock_one_of_recoveries:
    '1 recovery ended before it began: a clock is wrong somewhere',
  metric_clock_recoveries:
    '{{count}} recoveries ended before they began: a clock is wrong somewhere',
  metric_no_author_time: '{{count}} commits have no author time',
  metric_no_author_time_one: '1 commit has no author time',
  metric_no_commits:
    'The sources of {{count}} deployments do not say which commits they contain',
  metric_no_commits_one:
    'The source of 1 deployment does not say which commits it contains',
  metric_small_sample:
    'Small sample (n = {{count}}): one more could change this number a lot',
  why_change: 'The first successful deployment that contained this commit.',
  why_clock: 'It ended before it began: a clock is wrong somewhere.',
  why_deployment: 'A successful deployment of a change.',
  why_failed: 'It failed after it took traffic.',
  why_first:
    'It was part of the first deployment of the service, which contains everything written before.',
  why_fixed_incident: 'An incident is linked to it as its fix.',
  why_incident: 'An incident is linked to it as its cause.',
  why_is_hotfix: 'Marked as a hotfix.',
  why_is_rollback: 'A rollback.',
  why_merge: 'It only merges other commits, which are counted on their own.',
  why_no_author_time: 'Its author time is unknown.',
  why_no_commits: 'The commits that it contained are unknown.',
  why_no_failure: 'It did not fail.',
  why_no_rework: 'It did not repair anything.',
  why_no_traffic: 'It failed before it took traffic; users did not notice.',
  why_open: 'It is still open.',
  why_recovery: 'Users were affected, and service was restored.',
  why_removal: 'A removal delivers nothing new.',
  why_restart: 'A restart delivers nothing new.',
  why_reverted: 'A later rollback reverted it.',
  why_rollback: 'A rollback is recovery, not delivery.',
  why_rollback_failed: 'It failed, and so did its rollback.',
  why_rolled_back: 'It was rolled back.',
  why_same_version: 'The same version was deployed before; no commit is new.',
  why_unsuccessful: 'It did not succeed.',
} as const;
