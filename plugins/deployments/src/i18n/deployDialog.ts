/** The dialog that requests a deployment, and dialogs that ask for a reason. */
export const deployDialogMessages = {
  reason: {
    label: 'Reason',
    needed: 'Enter a reason.',
    help: 'Stored with the deployment and shown to everyone who can see it.',
  },
  dialogTitle: {
    deploy: 'Deploy {{service}}',
    rollback: 'Roll back {{service}}',
    restart: 'Restart {{service}}',
    remove: 'Remove {{service}}',
  },
  refusal: { open: 'Open {{title}}' },
  dialog: {
    back: 'Back',
    sending: 'Sending…',
    environment: 'Environment',
    noEnvironment:
      'This service has no environment called {{name}}. Choose another one.',
    runs: 'running {{version}}',
    version: 'Version',
    rollbackVersion: 'Version to roll back to',
    rollbackNone: 'There is no earlier version to roll back to.',
    rollbackHelp: 'Previous versions in this environment, newest first.',
    rollbackTarget: 'suggested',
    rollbackReverted: 'rolled back later',
    rollbackConfirmed: 'confirmed by its watch',
    rollbackBreached: 'its watch was breached',
    rollbackUnknown: "running before Slipway's first deployment here",
    runsAlready:
      '{{version}} is already running. Choose the version to roll back to.',
    hotfix: 'Hotfix',
    hotfixHelp:
      'Skips the queue. A deployment in progress is rolled back first, unless it is a hotfix or a rollback. You need permission to override blockers.',
    chooseEnvironment: 'Choose an environment to see what will happen.',
    choose: 'Choose a version to see what will happen.',
    chooseOther: 'Choose another version.',
    planning: 'Planning…',
    noPlan: "Couldn't create a plan. See the message above.",
  },
  primary: {
    start: {
      deploy: 'Deploy {{version}} to {{environment}}',
      rollback: 'Roll back {{environment}} to {{version}}',
      restart: 'Restart {{version}} in {{environment}}',
      remove: 'Remove {{service}} from {{environment}}',
    },
    queue: {
      deploy: 'Queue {{version}} for {{environment}}',
      rollback: 'Queue rollback of {{environment}} to {{version}}',
      restart: 'Queue restart of {{version}} in {{environment}}',
      remove: 'Queue removal of {{service}} from {{environment}}',
    },
    schedule: 'Schedule {{version}} for {{time}} ({{zone}})',
    unknown: {
      deploy: 'Deploy',
      rollback: 'Roll back',
      restart: 'Restart',
      remove: 'Remove',
    },
  },
  start: {
    label: 'Start',
    now: 'Now',
    window: 'In the next open window: {{time}} ({{zone}})',
    time: 'At a time',
    at: 'Start at',
    zone: 'In your time zone, {{zone}}.',
    missing: 'Enter the time to start at.',
    past: 'This time has passed. Enter a later one.',
  },
  version: {
    change: 'Open the change in {{version}}',
    help: 'Search by name, artifact or commit. Newest first.',
    proposing: 'Looking for the newest version that can be deployed here…',
    proposed:
      'The newest version that can be deployed here. Search for others by name, artifact or commit.',
    none: 'No versions match. CI registers versions when it builds them.',
    open: 'Show versions',
    close: 'Hide versions',
    clear: 'Clear version',
    quarantined: 'Quarantined: {{reason}}',
    notNamed:
      '“{{text}}” matches no version, or more than one. Choose a version from the list.',
    notProposed: 'No version is proposed. {{reason}}',
    built: 'built',
    flag: 'A flag that the build has set',
    commitsAhead_one: '{{count}} commit ahead',
    commitsAhead_other: '{{count}} commits ahead',
    group: {
      proposed: 'Proposed',
      others: 'Others',
      ineligible: 'Not eligible',
    },
    outcome: {
      in_progress: 'being deployed to {{environment}} since',
      verified: 'verified in {{environment}}',
      succeeded: 'deployed to {{environment}} without passed checks',
      breached: 'watch breached in {{environment}}',
      rolled_back: 'rolled back in {{environment}}',
      failed: 'failed in {{environment}}',
    },
    badge: {
      in: 'running in {{environment}}',
      lastKnownGood: 'last known good',
      older: 'older than the running version',
    },
  },
  inputs: {
    required: 'Required',
    pattern: "Doesn't match the required format",
    problem: '{{field}}: {{problem}}.',
  },
  plan: {
    title: 'What will happen',
    steps: 'Steps in order',
    skipped: 'skipped: {{why}}',
    irreversible: "can't be undone",
    canStart: 'Ready to start.',
    incomplete: 'Fill in the inputs above to start.',
    cannotStart: "Can't start yet:",
    willWait: 'Will wait for:',
    ifItFails: 'If it fails:',
    ifFails: {
      rollback: 'roll back to {{version}}.',
      noTarget:
        'wait for a person to decide, because there is no version to roll back to.',
      pause: 'wait for a person to decide.',
      fail: 'stop without rolling back, and place a hold.',
    },
    ifItSucceeds: 'After it succeeds:',
    watch: {
      rollback: 'watched for {{time}}. A breach rolls it back.',
      ask: 'watched for {{time}}. A breach notifies the requester and the owner, who decide.',
      incident: 'watched for {{time}}. A breach opens an incident.',
    },
    queue: {
      supersede_one:
        'Your deployment will replace {{count}} deployment in the queue.',
      supersede_other:
        'Your deployment will replace {{count}} deployments in the queue.',
      replace_one:
        'Your deployment will replace {{count}} deployment in the queue.',
      replace_other:
        'Your deployment will replace {{count}} deployments in the queue.',
      refuse_one:
        "Your request will be rejected: {{count}} deployment is ahead, and this environment doesn't queue deployments.",
      refuse_other:
        "Your request will be rejected: {{count}} deployments are ahead, and this environment doesn't queue deployments.",
    },
  },
  diff: {
    title: '{{from}} → {{to}}',
    nothing: 'nothing',
    same: 'the same version',
    unknown: "Can't tell which version is newer.",
    backward: 'This is a downgrade: the commits below will be removed.',
    newest: 'The {{shown}} newest of {{total}} commits:',
    all_one: 'Show {{count}} commit',
    all_other: 'Show all {{count}} commits',
    changes_one: '{{count}} change:',
    changes_other: '{{count}} changes:',
  },
} as const;
