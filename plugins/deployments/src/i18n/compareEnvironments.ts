/** The comparison of two environments. */
export const compareEnvironmentsMessages = {
  title: 'Compare environments',
  heading: '{{from}} compared with {{to}}',
  link: 'Compare environments',
  from: 'From',
  to: 'To',
  swap: 'Swap environments',
  owner: 'Owner',
  system: 'System',
  differing: 'Only differences',
  oneEnvironment:
    'There is only one environment, so there is nothing to compare. Your platform team can add environments in app-config.',
  allServices: 'Show all services',
  column: {
    service: 'Service',
    difference: 'Difference',
    blockers: 'Promotion',
  },
  nothingHere: 'Not deployed',
  state: {
    same: 'Same version',
    behind: '{{to}} is behind',
    ahead: '{{to}} is ahead',
    not_deployed: 'Not in {{to}} yet',
    nothing_to_promote: 'Not in {{from}}',
    unknown: 'Different versions',
  },
  commits: 'Show commits of {{service}}',
  promotion: {
    held: 'On hold in {{environment}}',
    ready: 'Ready to promote',
    notAllowed: 'You need permission to deploy to {{environment}}.',
    downgrade: 'Promoting would be a downgrade.',
    none: 'Nothing to promote',
  },
  summary: {
    differing_one: '{{count}} service differs.',
    differing_other: '{{count}} services differ.',
    nothing: 'Nothing is deployed in either environment.',
    same: 'Both environments run the same version of every service shown here.',
  },
  incomplete:
    'Only the first {{shown}} of {{total}} services by name are compared. Filter by owner or system to see the others.',
  noMatch: 'No services match these filters.',
  csv: 'Download CSV',
} as const;
