/** The English texts of what a metric's number alone hides, by their codes. */
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
} as const;
