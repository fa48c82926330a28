/** The charts of the delivery metrics. */
export const deliveryMetricsPanelMessages = {
  breakdown: {
    title: 'Where the lead time goes',
    help: 'The median of each part, over commits with data. Because these are medians, they may not add up to the total.',
    none: 'Unknown: no source has reported when pull requests were opened and merged.',
    coding: 'Coding',
    review: 'Review',
    waiting: 'Waiting to deploy',
    deploying: 'Deploying',
    until: {
      coding: 'until the pull request is opened',
      review: 'until the pull request is merged',
      waiting: 'until the deployment starts',
      deploying: 'until the deployment ends',
    },
    n: 'n = {{n}}',
    some: 'n = {{n}} of {{total}}',
    unknown: 'unknown',
  },
  trend: {
    title: 'Trend: {{metric}}',
    of: {
      day: 'per day',
      week: 'per week',
      month: 'per month',
    },
    hatched: 'Hatched: in progress, or only partly in the range',
    gaps: 'Gaps: no data',
    click: 'Select a period to see its rows.',
    table: 'Figures as a table',
    period: 'Period',
    deployments: 'Deployments',
    median: 'Median',
    rate: 'Rate',
    n: 'n',
    noData: 'no data',
    partial: 'incomplete',
    rowsOf: 'Show rows: {{period}}',
    rows: 'Rows',
    label: {
      'deployment-frequency_one':
        'Bar chart: deployments per period, {{count}} period, from {{least}} to {{most}}',
      'deployment-frequency_other':
        'Bar chart: deployments per period, {{count}} periods, from {{least}} to {{most}}',
      'change-lead-time_one':
        'Line chart: median lead time per period, {{count}} period, from {{least}} to {{most}}',
      'change-lead-time_other':
        'Line chart: median lead time per period, {{count}} periods, from {{least}} to {{most}}',
      'change-fail-rate_one':
        'Line chart: change fail rate per period, {{count}} period, from {{least}} to {{most}}',
      'change-fail-rate_other':
        'Line chart: change fail rate per period, {{count}} periods, from {{least}} to {{most}}',
      'recovery-time_one':
        'Line chart: median recovery time per period, {{count}} period, from {{least}} to {{most}}',
      'recovery-time_other':
        'Line chart: median recovery time per period, {{count}} periods, from {{least}} to {{most}}',
      'rework-rate_one':
        'Line chart: rework rate per period, {{count}} period, from {{least}} to {{most}}',
      'rework-rate_other':
        'Line chart: rework rate per period, {{count}} periods, from {{least}} to {{most}}',
    },
    empty_one: 'No data in this period',
    empty_other: 'No data in these {{count}} periods',
  },
  page: {
    commits: 'Commits {{first}} to {{last}} of {{total}}, newest first',
    deployments: 'Deployments {{first}} to {{last}} of {{total}}, newest first',
    newer: 'Newer',
    older: 'Older',
  },
  dots: {
    hint: 'Select a point for details, or use the arrow keys to move between points.',
  },
  single: {
    what: 'What',
    service: 'Service',
    deployment: 'Deployment',
    written: 'Committed',
    deployed: 'Deployed',
    leadTime: 'Lead time',
    finished: 'Finished',
    outcome: 'Outcome',
    counted: 'Counted',
    incidents: 'Incidents',
    commit: 'Commit',
    began: 'Started',
    ended: 'Ended',
    link: 'Link',
    allOf: 'Incidents of {{service}}',
    changeTitle: 'Commit',
    deploymentTitle: 'Deployment',
    close: 'Close',
  },
  scatter: {
    title: 'Lead time of each commit',
    label_one:
      '{{count}} commit by deployment time; longest lead time {{longest}}',
    label_other:
      '{{count}} commits by deployment time; longest lead time {{longest}}',
    empty: 'No commits have a lead time in this range.',
    table: 'Commits as a table',
    commit: 'Commit',
    deployed: 'Deployed',
    took: 'Lead time',
  },
  timeline: {
    title: 'Failures and incidents over time',
    label_one:
      '{{failed}} of {{count}} deployment failed; linked incidents: {{incidents}}',
    label_other:
      '{{failed}} of {{count}} deployments failed; linked incidents: {{incidents}}',
    empty: 'No deployments in this range.',
    lane: {
      ok: 'Successful',
      failed: 'Failed',
      incident: 'Incidents',
    },
    none: 'None of these deployments failed.',
    table: 'Failed deployments as a table',
    deployment: 'Deployment',
    when: 'Finished',
    why: 'Why it failed',
    incidents: 'Incidents',
  },
} as const;
