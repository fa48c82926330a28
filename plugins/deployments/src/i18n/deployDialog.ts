/** The dialog that requests a deployment, and dialogs that ask for a reason. */
export const deployDialogMessages = {
  reason: {
    label: 'Reason',
    needed: 'Give a reason.',
    help: 'Kept with the deployment, and shown to everyone who looks at it.',
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
    noEnvironment: 'There is no environment {{name}} for this service',
    runs: 'runs {{version}}',
    version: 'Version',
    rollbackVersion: 'Version to go back to',
    rollbackNone: 'There is no earlier version to roll back to.',
    rollbackHelp: 'Versions that ran here before, newest first.',
    rollbackTarget: 'proposed',
    rollbackReverted: 'rolled back later',
    rollbackUnknown: 'ran here before Slipway deployed anything',
    runsAlready: '{{version}} runs already. Choose the version to go back to.',
    hotfix: 'Hotfix',
    hotfixHelp:
      'Goes ahead of what is queued, and takes over from a deployment under way by rolling it back. Needs a permission.',
    choose: 'Choose a version to see what will happen.',
    chooseOther: 'Choose another version.',
    planning: 'Working out what will happen…',
    noPlan: 'There is no plan; the message above says why.',
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
    unknown: {
      deploy: 'Deploy',
      rollback: 'Roll back',
      restart: 'Restart',
      remove: 'Remove',
    },
  },
  version: {
    change: 'Change of {{version}}',
    help: 'Search by name, artifact or commit; newest first.',
    none: 'No version matches. CI registers versions when it builds them.',
    open: 'Show versions',
    close: 'Hide versions',
    clear: 'Clear version',
    quarantined: 'Quarantined: {{reason}}',
    notNamed:
      'No version, or more than one, is called “{{text}}”. Choose one from the list.',
    badge: {
      in: 'in {{environment}}',
      lastKnownGood: 'last known good',
      older: 'older than what runs',
      quarantined: 'quarantined',
    },
  },
  inputs: {
    required: 'This is needed',
    pattern: 'This does not have the form that is asked for',
    problem: '{{field}}: {{problem}}.',
  },
  plan: {
    title: 'What will happen',
    steps: 'Steps in order',
    skipped: 'skipped: {{why}}',
    irreversible: 'cannot be undone',
    canStart: 'It can start at once.',
    incomplete: 'It can start when the inputs above are filled in.',
    cannotStart: 'Cannot start yet:',
    willWait: 'Will have to wait for:',
    ifItFails: 'If it fails:',
    ifFails: {
      rollback: 'roll back to {{version}}.',
      noTarget: 'a person decides, since there is no version to go back to.',
      pause: 'wait for a person to decide.',
      fail: 'stop as it is, with a hold on the environment.',
    },
    queue: {
      queue_one: '{{count}} deployment is ahead in the queue.',
      queue_other: '{{count}} deployments are ahead in the queue.',
      supersede_one: 'It takes the place of {{count}} deployment in the queue.',
      supersede_other:
        'It takes the place of {{count}} deployments in the queue.',
      refuse_one:
        'It will be refused: {{count}} deployment is ahead, and this path keeps no queue.',
      refuse_other:
        'It will be refused: {{count}} deployments are ahead, and this path keeps no queue.',
    },
  },
  diff: {
    title: '{{from}} → {{to}}',
    nothing: 'nothing',
    same: 'the same version',
    unknown: 'Which of the two is newer is not known.',
    backward:
      'This goes back from {{from}} to {{to}}: the commits below are taken out again.',
    all_one: 'Show {{count}} commit',
    all_other: 'Show all {{count}} commits',
    changes_one: '{{count}} change:',
    changes_other: '{{count}} changes:',
  },
} as const;
