/** The pages around the features, and the card on an overview. */
export const pageMessages = {
  page: {
    title: 'Deployments',
    services: 'Services',
    'needs-you': 'Needs you',
    activity: 'Activity',
    drift: 'Drift',
    dora: 'DORA',
    admin: 'Admin',
    loading: 'Loading…',
    tryAgain: 'Try again',
    stale: 'This may be out of date.',
    notFound: {
      title: 'Page not found',
      description:
        'The address may be mistyped, or the link may be out of date.',
      toServices: 'Show all services',
      back: 'Go up one level',
    },
    notAllowed: {
      title: "You don't have access to these deployments",
      description:
        '{{message}} The owner of the service or your platform team can give you access.',
    },
  },
  /** Titles of the browser tab that no heading of the page says. */
  browserTitle: {
    deployment: '{{status}}: {{name}}',
    batch: '{{counts}}: {{title}}',
    compare: 'Compare {{from}} with {{to}}',
    dialog: {
      deploy: 'Deploy {{service}} to {{environment}}',
      rollback: 'Roll back {{service}} in {{environment}}',
      restart: 'Restart {{service}} in {{environment}}',
      remove: 'Remove {{service}} from {{environment}}',
    },
  },
  card: {
    title: 'Deployments',
    link: 'All deployments',
  },
} as const;
