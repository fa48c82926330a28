/** What a metric's number alone hides, by the codes of the server's sentences. */
export const metricTexts = {
  metric_clock_commits:
    '{{count}} Commits wurden nach ihrem Deployment geschrieben: Irgendwo geht eine Uhr falsch',
  metric_clock_one_of_commits:
    '1 Commit wurde nach seinem Deployment geschrieben: Irgendwo geht eine Uhr falsch',
  metric_clock_one_of_recoveries:
    '1 Wiederherstellung endete, bevor sie begann: Irgendwo geht eine Uhr falsch',
  metric_clock_recoveries:
    '{{count}} Wiederherstellungen endeten, bevor sie begannen: Irgendwo geht eine Uhr falsch',
  metric_no_author_time: '{{count}} Commits haben keine Autorenzeit',
  metric_no_author_time_one: '1 Commit hat keine Autorenzeit',
  metric_no_commits:
    'Die Quellen von {{count}} Deployments sagen nicht, welche Commits sie enthalten',
  metric_no_commits_one:
    'Die Quelle von 1 Deployment sagt nicht, welche Commits es enthält',
  metric_small_sample:
    'Kleine Stichprobe (n = {{count}}): Ein Wert mehr könnte diese Zahl stark ändern',
} as const;
