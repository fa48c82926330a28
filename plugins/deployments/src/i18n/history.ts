/** The history of deployments and its filters. */
export const historyMessages = {
  filter: {
    group: 'Filters',
    service: 'Service',
    environment: 'Environment',
    status: 'Status',
    who: 'Who',
    since: 'Since',
    all: 'All',
    anyone: 'Anyone',
    me: 'Me',
    anyTime: 'Any time',
    clear: 'Clear filters',
  },
  since: {
    day: 'Last 24 hours',
    week: 'Last 7 days',
    month: 'Last 30 days',
    quarter: 'Last 90 days',
  },
  history: {
    title: 'History',
    what: {
      deploy: '{{version}}',
      rollback: 'Rollback to {{version}}',
      restart: 'Restart of {{version}}',
      remove: 'Removal of {{version}}',
    },
    hotfix: 'Hotfix',
    commits_one: '{{count}} commit',
    commits_other: '{{count}} commits',
    column: {
      status: 'Status',
      deployment: 'Deployment',
      service: 'Service',
      environment: 'Environment',
      duration: 'Duration',
      by: 'By',
      when: 'When',
      outcome: 'Outcome',
    },
    more: 'Load more',
    empty:
      'Slipway has not deployed anything here yet. Its deployments will be listed here.',
    elsewhere: {
      demo: 'This history lists what Slipway deployed. The delivery metrics also count a year of deployments that are made up for this demo.',
      others:
        'This history lists what Slipway deployed. Deployments that other pipelines reported are in the delivery metrics.',
      link: 'Show delivery metrics',
    },
    noMatch: 'No deployment matches. Clear a filter to see more.',
    csv: 'Download CSV',
    csvFailed: 'The CSV could not be made',
    csvIncomplete: 'The CSV holds the newest {{rows}} deployments only',
  },
} as const;
