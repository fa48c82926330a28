/** The replay of an analysis on earlier deployments. */
export const replayMessages = {
  title: 'Replay of the analysis {{title}}',
  explanation:
    'What the analysis, as it is configured now, would have said about the last 20 deployments that used it. Nothing is measured again and nothing changes.',
  table: 'Replayed deployments',
  unchanged_one: 'It would decide the same about {{count}} deployment.',
  unchanged_other: 'It would decide the same about all {{count}} deployments.',
  changed_one:
    'It would decide differently about {{count}} of {{total}} deployments.',
  changed_other:
    'It would decide differently about {{count}} of {{total}} deployments.',
  changedAll_one: 'It would decide differently about {{count}} deployment.',
  changedAll_other:
    'It would decide differently about all {{count}} deployments.',
  empty: 'No deployment to replay yet',
  emptyHelp:
    "A replay needs a finished deployment that used this analysis, and whose values haven't been deleted under the retention policy.",
  notFound: 'Analysis not found',
  notFoundHelp:
    'There is no analysis with this name in app-config. It may have been renamed.',
  afterLooks_one: 'after {{count}} look',
  afterLooks_other: 'after {{count}} looks',
  differs: 'Decides differently',
  missing: 'Not measured then: {{metrics}}',
  column: {
    deployment: 'Deployment',
    then: 'What it said then',
    now: 'What it would say now',
  },
} as const;
