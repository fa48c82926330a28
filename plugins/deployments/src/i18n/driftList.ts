/** Drift of all services. */
export const driftListMessages = {
  title: 'Drift by service environment',
  intro:
    "Here, the running version isn't the one that was deployed with Slipway.",
  column: {
    service: 'Service',
    environment: 'Environment',
    expected: 'Should run',
    observed: 'Runs',
    changedBy: 'Changed by',
    actions: 'Resolve',
  },
  kind: {
    label: 'Kind',
    changed: 'Changed after a deployment',
    neverDeployed: 'Never deployed with Slipway',
  },
  notDeployed: 'Nothing was deployed with Slipway',
  nothing: 'Nothing',
  since: 'since',
  outdated: 'last observed',
  managedBy: 'Managed by {{tool}}',
  unknown: 'Not known',
  empty: {
    title: 'Everything runs as deployed',
    description:
      "This page lists services whose running version isn't the one that was deployed with Slipway: somebody changed it with another tool, it has stopped, or Slipway has never deployed it. To see what runs now, open a service's Deployments tab.",
  },
  noMatch: 'No drift matches these filters.',
  noneYet: 'No drift found so far, but not all services have been searched.',
  searchOn: 'Search the rest',
  more: 'Show more',
  loading: 'Loading more…',
  resolved: {
    adopt: 'The running version of {{service}} in {{environment}} was adopted.',
    overwrite:
      'The next deployment of {{service}} to {{environment}} may overwrite what is running.',
  },
} as const;
