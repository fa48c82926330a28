/** A service's environments: what runs there, holds, drift and rolling back. */
export const environmentMessages = {
  environment: {
    list: 'Environments in promotion order',
    nothing: 'Nothing deployed yet',
    first: 'The first deployment is in progress',
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
    mayNotDeploy: "You don't have permission to deploy here",
    deploymentGroup: 'Deployment of {{version}}',
    weight: '{{weight}} of traffic',
    progress: 'step {{step}} of {{total}}',
    rollbackProgress: 'rollback step {{step}} of {{total}}',
  },
  soak: {
    done: 'Soak time complete: {{verified}} of {{required}} verified',
    underway: 'Soaking: {{verified}} of {{required}} verified',
  },
  hold: {
    title: 'On hold:',
    short: 'On hold',
    above: 'Blocked by the hold above.',
    lift: 'Lift hold…',
    notYours: 'You need the lift hold permission to lift it.',
  },
  drift: {
    title: 'Drift:',
    short: 'Drift',
    expected: 'Expected {{what}}',
    observed: 'Observed {{what}}',
    adopt: 'Adopt running version…',
    overwrite: 'Allow overwriting…',
    notYours:
      'You need the override permission to adopt the running version or to allow overwriting it.',
  },
  ask: {
    liftHold: {
      title: 'Lift the hold on {{service}} in {{environment}}',
      consequence:
        'Deployments queued for {{environment}} start immediately if nothing else blocks them. Say why it is safe again.',
      confirm: 'Lift hold',
    },
    adopt: {
      title: 'Adopt the running version in {{environment}}',
      consequence:
        'The version observed in {{environment}} becomes the current version of {{service}}. Nothing is deployed.',
      confirm: 'Adopt version',
    },
    overwrite: {
      title: 'Allow overwriting in {{environment}}',
      consequence:
        'The next deployment of {{service}} to {{environment}} replaces what was observed there. Nothing changes until then.',
      confirm: 'Allow overwriting',
    },
  },
  goBack: {
    from: 'Roll back…',
    in: 'Roll back {{environment}}',
    to: 'Roll back to {{version}}…',
    toIn: 'Roll back {{environment}} to {{version}}…',
    column: 'Roll back',
    notYours: 'You need the roll back permission to roll back here.',
    asking: 'Loading the deployment in progress…',
    refused: "It can't be rolled back now: {{why}}",
    gone: 'The deployment has already ended. Close this dialog to see the current state.',
  },
} as const;
