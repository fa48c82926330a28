/** The history of deployments and its filters. */
export const historyMessages = {
  filter: {
    group: 'Filters',
    service: 'Service',
    environment: 'Environment',
    status: 'Status',
    who: 'Requested by',
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
    demo: 'Made up',
    madeUp:
      'Deployments marked “Made up” never happened. They fill the history and the charts of this demo.',
    commits_one: '{{count}} commit',
    commits_other: '{{count}} commits',
    column: {
      status: 'Status',
      deployment: 'Deployment',
      service: 'Service',
      environment: 'Environment',
      duration: 'Duration',
      by: 'Requested by',
      when: 'When',
      outcome: 'Outcome',
    },
    more: 'Load more',
    empty:
      "Slipway hasn't deployed anything here yet. Deploy a version to see it here.",
    elsewhere: {
      demo: 'This history lists deployments by Slipway. The delivery metrics also include a year of made-up deployments for this demo.',
      others:
        'This history lists deployments by Slipway. The delivery metrics also include deployments reported by other pipelines.',
      link: 'Show delivery metrics',
    },
    noMatch: 'No deployments match. Clear a filter to see more.',
    csv: 'Download CSV',
    csvFailed: "Couldn't create the CSV file",
    csvIncomplete: 'The CSV file contains only the newest {{rows}} deployments',
  },
} as const;
