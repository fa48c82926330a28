/** The pages, cards and filters of the delivery metrics. */
export const deliveryMetricsMessages = {
  title: 'Delivery metrics',
  notAllowed: {
    title: "You don't have access to these metrics",
    description:
      '{{message}} Your platform team can give you access to the deployments of your services.',
  },
  intro:
    "How often changes reach users, how long they take, how many cause failures, and how long recovery takes. Use these metrics to follow one team's trend, not to compare teams.",
  unknown: {
    team: 'No team called {{name}} has services that you can see. Choose another team, or clear the filters.',
    system:
      'No system called {{name}} has services that you can see. Choose another system, or clear the filters.',
    service:
      'There is no service called {{name}} that you can see. Choose another service, or clear the filters.',
  },
  ignored_one: 'Ignored an invalid part of the URL: {{what}}',
  ignored_other: 'Ignored {{count}} invalid parts of the URL: {{what}}',
  asOf: 'As of',
  window: '{{from}} to {{to}}',
  comparedWith: 'Compared with {{window}}',
  runsUntil:
    'over the same elapsed time, because the range is still in progress',
  zone: 'Time zone: {{zone}}',
  demo: 'Demo data',
  demoHelp: 'Some of this data was made up for the demo.',
  hidden_one:
    "{{count}} service is hidden because you don't have access to its deployments.",
  hidden_other:
    "{{count}} services are hidden because you don't have access to their deployments.",
  empty: {
    title: 'No deployments in this range',
    description:
      'Nothing was deployed to environments of the tier “{{tier}}”. Deployments by Slipway are counted automatically; other pipelines can report theirs through the API. Choose a longer range, another tier or fewer filters.',
    clear: 'Show all teams and services',
  },
  metric: {
    'deployment-frequency': 'Deployment frequency',
    'change-lead-time': 'Change lead time',
    'change-fail-rate': 'Change fail rate',
    'recovery-time': 'Failed deployment recovery time',
    'rework-rate': 'Deployment rework rate',
  },
  definition: {
    'deployment-frequency':
      "Successful deployments to the tier, divided by the number of days in the range. Days without deployments are included. Rollbacks and restarts aren't counted.",
    'change-lead-time':
      "The time from commit to the end of the first successful deployment that contained it. A service's first deployment is excluded. The metric is the median.",
    'change-fail-rate':
      'Deployments that failed, divided by all deployments. A deployment counts as failed if it was rolled back, ended as failed after taking traffic, or is linked to an incident as its cause. Several incidents with the same cause count as one failure.',
    'recovery-time':
      'The time from when a failed deployment started to affect users until service was restored. Overlapping incidents count as one period. Ongoing incidents are shown, but not counted. The metric is the median.',
    'rework-rate':
      "Deployments that repair something users noticed (rollbacks, hotfixes and incident fixes), divided by all deployments. An automatic rollback within a deployment isn't counted separately.",
  },
  definitions: 'How metrics are calculated',
  definitionOf: 'How this is calculated: {{name}}',
  per: {
    day: '{{value}} per day',
    week: '{{value}} per week',
    month: '{{value}} per month',
  },
  median: 'median',
  sample: {
    'deployment-frequency_one': 'n = {{count}} deployment',
    'deployment-frequency_other': 'n = {{count}} deployments',
    'change-lead-time_one': 'n = {{count}} commit',
    'change-lead-time_other': 'n = {{count}} commits',
    'change-fail-rate_one': '{{hits}} of n = {{count}} deployment',
    'change-fail-rate_other': '{{hits}} of n = {{count}} deployments',
    'recovery-time_one': 'n = {{count}} recovery',
    'recovery-time_other': 'n = {{count}} recoveries',
    'rework-rate_one': '{{hits}} of n = {{count}} deployment',
    'rework-rate_other': '{{hits}} of n = {{count}} deployments',
  },
  insufficient: 'Insufficient data (n\u00a0=\u00a0{{n}})',
  days: 'Deployments on {{value}} days a week, on average',
  percentiles: 'p75\u00a0{{p75}} · p90\u00a0{{p90}}',
  open_one: '{{count}} still open',
  open_other: '{{count}} still open',
  change: {
    better: 'better',
    worse: 'worse',
    same: 'Unchanged',
    points: '{{value}}\u00a0percentage points',
    before: 'Previously: {{value}} (n\u00a0=\u00a0{{n}})',
    none: 'No previous figure to compare with (n\u00a0=\u00a0{{n}})',
    up: 'Up',
    down: 'Down',
  },
  target: {
    reached: 'Target {{value}} reached',
    missed: 'Target {{value}} missed',
    line: 'Target: {{value}}',
    lineAs: 'Target: {{value}} ({{asSet}})',
  },
  band: {
    levels: {
      elite: 'Elite',
      high: 'High',
      medium: 'Medium',
      low: 'Low',
    },
    of: '{{levels}}, {{year}} report',
    or: 'or',
    none: 'No band in the {{year}} report',
    noReport: 'No band: the reports cover production only',
    help: 'Performance level from a State of DevOps report. A guide, not a grade.',
  },
  settling_one: '{{count}} deployment is recent: the figure may change',
  settling_other: '{{count}} deployments are recent: the figure may change',
  settlingHelp:
    'Recent deployments are counted, but an incident may still be linked to them.',
  excluded_one: '{{count}} excluded',
  excluded_other: '{{count}} excluded',
  showRows: 'Show rows: {{metric}}',
  rowsButton: 'Show rows',
  cards: 'The five metrics',
  side: {
    throughput: 'Throughput',
    throughputHelp: 'How many changes reach users, and how fast',
    stability: 'Stability',
    stabilityHelp: 'How many changes fail, and how long recovery takes',
  },
  filter: {
    open: 'Show options: {{filter}}',
    close: 'Hide options: {{filter}}',
    clear: 'Clear: {{filter}}',
    team: 'Team',
    system: 'System',
    service: 'Service',
    tier: 'Tier',
    window: 'Range',
    windowDays: 'Last {{days}} days',
    windowOwn: 'Custom range',
    from: 'From',
    to: 'To',
    interval: 'Interval',
    intervalAuto: 'Automatic',
    intervals: { day: 'Days', week: 'Weeks', month: 'Months' },
    timeZone: 'Time zone',
    bands: 'Bands from report',
    bandsNewest: '{{year}} (newest)',
    ownership: 'Use current owners',
    all: 'All',
  },
  entity: {
    card: 'Delivery metrics',
    link: 'All metrics',
    window: '{{tier}}, {{window}}',
    openIncidents_one: '{{count}} open incident',
    openIncidents_other: '{{count}} open incidents',
  },
  home: {
    team: 'Team',
    none: 'None of your teams has deployed anything yet. Their metrics will appear here after the first deployment.',
  },
} as const;
