/** The incidents of a service: opening, resolving and linking them. */
export const incidentMessages = {
  title: 'Incidents',
  help: 'Times when {{service}} users were affected. Used for the change fail rate and the recovery time.',
  open: 'Open incident…',
  resolve: 'Resolve incident…',
  link: 'Link deployment…',
  unlink: 'Unlink {{version}}',
  unlinkShort: 'Unlink',
  none: 'No incidents yet. Open one when users are affected.',
  noneKnown: 'No incidents yet.',
  state: { open: 'Open', resolved: 'Resolved' },
  openFor: 'open for',
  lasted: 'lasted',
  openedBy: 'opened by',
  resolvedBy: 'resolved by',
  from: 'from {{source}}',
  causedBy: 'Caused by',
  fixedBy: 'Fixed by',
  notThere:
    "The incident in this link doesn't exist, or you don't have access to it. Showing the others.",
  noCause: 'No deployment is linked as its cause.',
  mayNot:
    "You don't have permission to open or resolve incidents of this service. Ask its owners.",
  more: 'Load more',
  done: {
    open: 'Incident opened',
    resolve: 'Incident resolved',
    link: 'Deployment linked',
    unlink: 'Link removed',
  },
  openDialog: {
    title: 'Open an incident for {{service}}',
    consequence:
      "If you don't name the cause, the incident is attributed to the most recent deployment to production before it started. The incident counts toward the fail rate immediately, and toward the recovery time once resolved.",
    name: "What's wrong?",
    nameNeeded: "Enter what's wrong.",
    nameHelp:
      'One line from the point of view of users, for example “Payments fail”.',
    url: 'Link',
    urlHelp: 'To a chat, a ticket or a dashboard. Optional.',
    urlWrong: 'Enter a web address that starts with https:// or http://.',
    startedAt: 'Users affected since',
    startedAtHelp: 'In your time zone. Leave it empty for the current time.',
    future: 'This time is in the future.',
    cause: 'Caused by',
    causeUnknown: 'Unknown (detect automatically)',
    confirm: 'Open incident',
  },
  resolveDialog: {
    title: 'Resolve “{{title}}”',
    consequence:
      "Marks users as no longer affected. The time until then counts toward the recovery time. You can't reopen a resolved incident.",
    resolvedAt: 'Users no longer affected since',
    resolvedAtHelp: 'In your time zone. Leave it empty for the current time.',
    before: 'This is before the incident started.',
    fix: 'Fixed by',
    fixNone: 'No deployment',
    confirm: 'Resolve incident',
  },
  linkDialog: {
    title: 'Link a deployment to “{{title}}”',
    consequence:
      'Your choice overrides links that sources report and links that are inferred.',
    role: 'The deployment',
    caused: 'caused the incident: it counts as failed',
    fixed: 'fixed the incident: it counts as rework',
    deployment: 'Deployment',
    none: 'This service has no deployments to link.',
    needed: 'Choose a deployment.',
    confirm: 'Link deployment',
  },
  unlinkDialog: {
    title: 'Unlink {{version}} from “{{title}}”',
    consequence: {
      caused:
        '{{version}} no longer counts as failed because of this incident. Only a person can link it again.',
      fixed: '{{version}} no longer counts as rework because of this incident.',
    },
    confirm: 'Unlink deployment',
  },
} as const;
