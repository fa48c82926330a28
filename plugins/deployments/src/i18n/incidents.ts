/** What people read where they open, resolve and link incidents. */
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
  goesOn: 'Open',
  resolved: 'Resolved',
  lasted: 'for',
  openedBy: 'opened by',
  resolvedBy: 'resolved by',
  from: 'from {{source}}',
  causedBy: 'Caused by',
  fixedBy: 'Fixed by',
  notThere:
    "The incident in this link doesn't exist, or you don't have access to it. Showing the others.",
  noCause: 'No deployment is linked as its cause.',
  mayNot:
    "You don't have permission to open or resolve incidents of this service. Its owners do.",
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
      "If you don't name the cause, the incident is attributed to the most recent deployment to production before it began. It counts in the fail rate immediately, and in the recovery time once it is resolved.",
    name: 'What is wrong',
    nameNeeded: 'Enter what is wrong.',
    nameHelp: 'One line, as users see it: payments fail, pages are slow.',
    url: 'Link',
    urlHelp: 'To a chat, a ticket or a dashboard. Optional.',
    urlWrong: 'This is not a web address. It has to begin with https://',
    startedAt: 'Users affected since',
    startedAtHelp: 'In your time zone. Leave it empty for the current time.',
    future: 'This time is in the future.',
    cause: 'Caused by',
    causeUnknown: 'Unknown (infer it)',
    confirm: 'Open incident',
  },
  resolveDialog: {
    title: 'Resolve “{{title}}”',
    consequence:
      "This reports that users are no longer affected. The time until then counts in the recovery time. A resolved incident can't be reopened.",
    resolvedAt: 'Users no longer affected since',
    resolvedAtHelp: 'In your time zone. Leave it empty for the current time.',
    before: 'This is before the incident began.',
    fix: 'Fixed by',
    fixNone: 'No deployment',
    confirm: 'Resolve incident',
  },
  linkDialog: {
    title: 'Link a deployment to “{{title}}”',
    consequence:
      'Your choice overrides what sources report and what is inferred.',
    role: 'The deployment',
    caused: 'caused the incident: it counts as failed',
    fixed: 'fixed the incident: it counts as rework',
    deployment: 'Deployment',
    none: 'This service has no deployment to link.',
    needed: 'Choose a deployment.',
    confirm: 'Link deployment',
  },
  unlinkDialog: {
    title: 'Unlink {{version}} from “{{title}}”',
    consequence: {
      caused:
        'This reports that {{version}} did not cause the incident. It no longer counts as failed because of it, and only a person can link the two again.',
      fixed:
        'This reports that {{version}} did not fix the incident. It no longer counts as rework because of it.',
    },
    confirm: 'Unlink deployment',
  },
} as const;
