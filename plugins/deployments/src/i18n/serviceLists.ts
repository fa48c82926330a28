/** The list of services, and a service's tab. */
export const serviceListMessages = {
  service: {
    environmentsOf: 'Environments of {{service}}',
    empty:
      "Slipway hasn't deployed {{service}} yet. Choose an environment and press Deploy.",
    noPath: 'No golden path applies to this service',
    noPathHelp:
      'Ask your platform team for a golden path that matches this service, or name one in the annotation slipway/golden-path.',
  },
  services: {
    title: 'Services by environment',
    search: 'Search services',
    owner: 'Owner',
    all: 'All',
    mine: 'My teams',
    notThere: 'Not in this environment',
    empty:
      'No service has a golden path yet. Add a golden path under deployments.goldenPaths in app-config. Its key “for” selects the services.',
    noMatch:
      'No services match. Shorten the search, or show services of all owners.',
    more: 'Show more ({{shown}} of {{total}})',
  },
} as const;
