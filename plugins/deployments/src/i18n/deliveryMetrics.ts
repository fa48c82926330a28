/** The pages, cards and filters of the delivery metrics. */
export const deliveryMetricsMessages = {
  title: 'Delivery metrics',
  notAllowed: {
    title: 'You may not see these metrics',
    description:
      '{{message}} Your platform team can give you access to the deployments of your services.',
  },
  intro:
    'How often changes reach users, how long they take, how many hurt and for how long. For a team to see its own trend, not to compare teams.',
  unknown: {
    team: 'There is no team {{name}} with services that you may see. Choose another one, or clear the filters.',
    system:
      'There is no system {{name}} with services that you may see. Choose another one, or clear the filters.',
    service:
      'There is no service {{name}} that you may see. Choose another one, or clear the filters.',
  },
  notUnderstood: 'Part of the address is not understood, and ignored: {{what}}',
  asOf: 'Figures as of',
  window: '{{from}} to {{to}}',
  comparedWith: 'Compared with {{window}}',
  runsUntil: 'not over yet; compared over equal elapsed time',
  zone: 'Days, weeks and months of {{zone}}',
  demo: 'Demo data',
  demoHelp:
    'Some of this is demo data: made up, so that there is something to see.',
  hidden_one:
    '{{count}} service is left out, because you may not see its deployments.',
  hidden_other:
    '{{count}} services are left out, because you may not see their deployments.',
  empty: {
    title: 'No deployments in this window',
    description:
      'Nothing was deployed to {{tier}} environments. What the portal deploys counts by itself; other pipelines can tell of theirs through the API. Choose a longer window, another tier, or fewer filters.',
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
      'Successful deployments to the tier, divided by the days of the window. Days without one are days like others. Rollbacks and restarts are no delivery.',
    'change-lead-time':
      'For each commit: from when it was written to the end of the first successful deployment that contained it. The median over commits. The first deployment ever of a service is left out.',
    'change-fail-rate':
      'Deployments that failed, divided by deployments. One failed if it was rolled back, failed after it took traffic, or is linked to an incident as its cause. Several incidents on one deployment are one failure.',
    'recovery-time':
      'From when a failed deployment began to hurt to when service was restored. The median. Overlapping incidents are one period; what goes on still is shown, but not part of the median.',
    'rework-rate':
      'Deployments made to repair something that users noticed (rollbacks, hotfixes, fixes of incidents), divided by deployments. A rollback that happens by itself inside a deployment is no second one.',
  },
  definitions: 'How it is counted, what is left out and why',
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
    noReport: 'No band: the reports are about production',
    help: 'Performance level of a State of DevOps report; orientation, not a grade',
  },
  settling_one: '{{count}} deployment is settling',
  settling_other: '{{count}} deployments are settling',
  settlingHelp:
    'So recent that an incident may still be linked to it: it counts, and the figure may change.',
  excluded_one: '{{count}} left out',
  excluded_other: '{{count}} left out',
  showRows: 'Show rows of {{metric}}',
  rowsButton: 'Show rows',
  cards: 'The five metrics',
  side: {
    throughput: 'Throughput',
    throughputHelp: 'How much gets through, and how fast',
    stability: 'Stability',
    stabilityHelp: 'How much of it hurts, and for how long',
  },
  filter: {
    team: 'Team',
    system: 'System',
    service: 'Service',
    tier: 'Tier',
    window: 'Window',
    windowDefault: 'As set for this portal',
    windowDays: 'Last {{days}} days',
    windowYear: 'Last 365 days',
    windowOwn: 'From … to …',
    from: 'From',
    to: 'To',
    interval: 'Interval',
    intervalAuto: 'Automatic',
    intervals: { day: 'Days', week: 'Weeks', month: 'Months' },
    timeZone: 'Time zone',
    bands: 'Bands of the report',
    bandsNewest: '{{year}} (newest)',
    ownership: "By today's owners",
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
    none: 'None of your teams has deployed anything yet.',
  },
} as const;
