/** The list of services, and a service's tab. */
export const serviceListMessages = {
  service: {
    environmentsOf: 'Environments of {{service}}',
    empty:
      'Nothing of {{service}} is deployed yet: let CI register a version, then press Deploy in the first environment.',
    noPath: 'No golden path applies to this service',
    noPathHelp:
      'Ask your platform team for a golden path whose predicate matches this service, or name one in the annotation slipway/golden-path.',
  },
  services: {
    title: 'Services and what runs where',
    search: 'Search services',
    owner: 'Owner',
    all: 'All',
    mine: 'My teams',
    notThere: 'Not in this environment',
    empty:
      'No service has a golden path yet. A golden path in app-config applies to catalog entities by a predicate.',
    noMatch: 'No service matches. Search for less, or look at all owners.',
    more: 'Show more ({{shown}} of {{total}})',
  },
} as const;
