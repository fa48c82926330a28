/** The pages, cards and filters of the delivery metrics. */
export const deliveryMetricsMessages = {
  title: 'Delivery metrics',
  notAllowed: {
    title: "You don't have access to these metrics",
    description:
      '{{message}} Your platform team can give you access to the deployments of your services.',
  },
  intro:
    "How often changes reach users, how long they take, how many cause failures, and how long recovery takes. Use them to follow one team's trend, not to compare teams.",
  unknown: {
    team: 'No team called {{name}} has services that you can see. Choose another team, or clear the filters.',
    system:
      'No system called {{name}} has services that you can see. Choose another system, or clear the filters.',
    service:
      'There is no service called {{name}} that you can see. Choose another service, or clear the filters.',
  },
  notUnderstood:
    'Part of the address was not understood and is ignored: {{what}}',
  asOf: 'Figures as of',
  window: '{{from}} to {{to}}',
  comparedWith: 'Compared with {{window}}',
  runsUntil: 'still in progress; compared over the same elapsed time',
  zone: 'Days, weeks and months in {{zone}}',
  demo: 'Demo data',
  demoHelp:
    'Some of this data is made up for the demo, so that there is something to see.',
  hidden_one:
    "{{count}} service is hidden because you don't have access to its deployments.",
  hidden_other:
    "{{count}} services are hidden because you don't have access to their deployments.",
  empty: {
    title: 'No deployments in this window',
    description:
      'Nothing was deployed to {{tier}} environments. Deployments by Slipway are counted automatically; other pipelines can report theirs through the API. Choose a longer window, another tier, or fewer filters.',
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
      "Successful deployments to the tier, divided by the number of days in the window. Days without a deployment count too. Rollbacks and restarts don't count as deployments.",
    'change-lead-time':
      "For each commit: the time from when it was written to the end of the first successful deployment that contained it. The median over commits. A service's first deployment ever is left out.",
    'change-fail-rate':
      'Deployments that failed, divided by all deployments. A deployment failed if it was rolled back, failed after it took traffic, or is linked to an incident as its cause. Several incidents with the same cause count as one failure.',
    'recovery-time':
      'The time from when a failed deployment began to affect users to when service was restored. The median. Overlapping incidents count as one period. Ongoing incidents are shown, but are not part of the median.',
    'rework-rate':
      "Deployments that repair something users noticed (rollbacks, hotfixes, incident fixes), divided by all deployments. An automatic rollback inside a deployment doesn't count as a second one.",
  },
  definitions: 'How the metrics are counted and what is left out',
  definitionOf: 'How it is counted: {{name}}',
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
  days: '{{value}} of 7 days with a deployment',
  percentiles: 'p75\u00a0{{p75}} · p90\u00a0{{p90}}',
  open_one: '{{count}} still open',
  open_other: '{{count}} still open',
  change: {
    better: 'better',
    worse: 'worse',
    same: 'Unchanged',
    points: '{{value}} percentage points',
    percent: '{{value}} %',
    before: 'before: {{value}} (n\u00a0=\u00a0{{n}})',
    none: 'No earlier figure to compare with (n\u00a0=\u00a0{{n}})',
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
    help: 'Performance level from a State of DevOps report. For orientation, not a grade.',
  },
  settling_one: '{{count}} deployment is settling',
  settling_other: '{{count}} deployments are settling',
  settlingHelp:
    'So recent that an incident may still be linked to it. It counts, but the figure may change.',
  excluded_one: '{{count}} left out',
  excluded_other: '{{count}} left out',
  showRows: 'Show rows of {{metric}}',
  rowsButton: 'Show rows',
  cards: 'The five metrics',
  side: {
    throughput: 'Throughput',
    throughputHelp: 'How many changes reach users, and how fast',
    stability: 'Stability',
    stabilityHelp: 'How many changes fail, and how long recovery takes',
  },
  filter: {
    team: 'Team',
    system: 'System',
    service: 'Service',
    tier: 'Tier',
    window: 'Window',
    windowDefault: 'Portal default',
    windowDays: 'Last {{days}} days',
    windowYear: 'Last 365 days',
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
    title: 'DORA and incidents',
    card: 'Delivery metrics',
    link: 'All metrics',
    window: '{{tier}}, {{window}}',
    openIncidents_one: '{{count}} incident is open',
    openIncidents_other: '{{count}} incidents are open',
  },
  home: {
    title: "My team's delivery",
    team: 'Team',
    none: 'None of your teams has deployed anything yet. Their deployments will be counted here.',
  },
} as const;
