/** A service's environments: what runs there, holds, drift and rolling back. */
export const environmentMessages = {
  environment: {
    list: 'Environments in promotion order',
    nothing: 'Nothing deployed yet',
    first: 'The first deployment is under way',
    from: 'promotes from {{environment}}',
    open: 'Open',
    deploy: 'Deploy…',
    deployTo: 'Deploy to {{environment}}…',
    promote: 'Promote to {{environment}}',
    rollBack: 'Roll back…',
    rollBackIn: 'Roll back {{environment}}…',
    restart: 'Restart…',
    remove: 'Remove…',
    menu: 'More for {{environment}}',
    mayNotDeploy: 'You may not deploy here',
    deploymentGroup: 'Deployment of {{version}}',
    weight: '{{weight}} of traffic',
    progress: 'step {{step}} of {{total}}',
    rollbackProgress: 'rollback step {{step}} of {{total}}',
  },
  soak: {
    done: 'Verified and soaked: {{verified}} of {{required}}',
    underway: 'Soaking: {{verified}} of {{required}} verified',
  },
  hold: {
    title: 'On hold:',
    short: 'On hold',
    above: 'The hold above keeps it from starting.',
    lift: 'Lift hold…',
    notYours: 'You need the lift hold permission to lift it.',
  },
  drift: {
    title: 'Drift:',
    short: 'Drift',
    expected: 'Expected {{what}}',
    observed: 'Observed {{what}}',
    adopt: 'Adopt what runs…',
    overwrite: 'Allow overwriting…',
    notYours:
      'You need the override permission to adopt what runs or to allow overwriting it.',
  },
  ask: {
    liftHold: {
      title: 'Lift the hold on {{service}} in {{environment}}',
      consequence:
        'What is queued for {{environment}} starts at once when nothing else is in the way. Say why it is safe again.',
      confirm: 'Lift hold',
    },
    adopt: {
      title: 'Adopt what runs in {{environment}}',
      consequence:
        'What was observed in {{environment}} becomes the current version of {{service}}. Nothing is deployed.',
      confirm: 'Adopt',
    },
    overwrite: {
      title: 'Allow overwriting in {{environment}}',
      consequence:
        'The next deployment of {{service}} to {{environment}} replaces what was observed there. Nothing happens until then.',
      confirm: 'Allow overwriting',
    },
  },
  goBack: {
    from: 'Roll back…',
    in: 'Roll back {{environment}}',
    to: 'Roll back to {{version}}…',
    toIn: 'Roll back {{environment}} to {{version}}…',
    column: 'Go back',
    notYours: 'You need the roll back permission to roll back here.',
    asking: 'Loading the deployment in progress…',
    refused: 'It cannot be rolled back now: {{why}}',
    gone: 'The deployment has already ended. Close this dialog and look again.',
  },
} as const;
