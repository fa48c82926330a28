/** What people read where they open, resolve and link incidents. */
export const incidentMessages = {
  title: 'Incidents',
  help: 'Periods in which users of {{service}} were hurt. They make the fail rate and the recovery time true.',
  open: 'Open incident…',
  resolve: 'Resolve…',
  link: 'Link a deployment…',
  unlink: 'Unlink {{version}}',
  unlinkShort: 'Unlink',
  none: 'No incident is known. Open one when users are hurt.',
  noneKnown: 'No incident is known.',
  goesOn: 'Open',
  resolved: 'Resolved',
  lasted: 'for',
  openedBy: 'opened by',
  resolvedBy: 'resolved by',
  from: 'from {{source}}',
  causedBy: 'Caused by',
  fixedBy: 'Fixed by',
  notThere:
    'The incident of this link is not there, or you may not see it. These are the others.',
  noCause: 'No deployment is linked as its cause.',
  mayNot:
    'You may not open or resolve incidents of this service; its owners may.',
  more: 'Load more',
  done: {
    open: 'The incident is open',
    resolve: 'The incident is resolved',
    link: 'The deployment is linked',
    unlink: 'The link is removed',
  },
  openDialog: {
    title: 'Open an incident of {{service}}',
    consequence:
      'It is laid to the latest deployment to production before it began, unless you say which one. It counts in the fail rate at once, and in the recovery time when it is resolved.',
    name: 'What is wrong',
    nameNeeded: 'Say what is wrong.',
    nameHelp: 'One line, as users notice it: payments fail, pages are slow.',
    url: 'Link',
    urlHelp: 'To the chat, the ticket or the dashboard. Optional.',
    urlWrong: 'Not a web address; expected one that begins with https://',
    startedAt: 'Users are hurt since',
    startedAtHelp: 'In your time zone. Empty: now.',
    future: 'This time is in the future.',
    cause: 'Caused by',
    causeUnknown: 'Not known: infer it',
    confirm: 'Open incident',
  },
  resolveDialog: {
    title: 'Resolve “{{title}}”',
    consequence:
      'You say that users are no longer hurt. The time until then counts in the recovery time. It cannot be opened again.',
    resolvedAt: 'Users are well since',
    resolvedAtHelp: 'In your time zone. Empty: now.',
    before: 'This is before the incident began.',
    fix: 'Fixed by',
    fixNone: 'No deployment',
    confirm: 'Resolve incident',
  },
  linkDialog: {
    title: 'Link a deployment to “{{title}}”',
    consequence:
      'What you say stands against what sources tell and what is inferred.',
    role: 'The deployment',
    caused: 'caused the incident: it counts as failed',
    fixed: 'fixed the incident: it counts as rework',
    deployment: 'Deployment',
    none: 'The service has no deployment that could be linked.',
    needed: 'Choose a deployment.',
    confirm: 'Link',
  },
  unlinkDialog: {
    title: 'Unlink {{version}} from “{{title}}”',
    consequence: {
      caused:
        'You say that {{version}} did not cause the incident. It no longer counts as failed because of it, and nothing links the two again but a person.',
      fixed:
        'You say that {{version}} did not fix the incident. It no longer counts as rework because of it.',
    },
    confirm: 'Unlink',
  },
} as const;
