/** A service's environments: what is running there, holds, drift and rolling back. */
export const environmentMessages = {
  environment: {
    list: 'Environments in promotion order',
    nothing: 'Nothing deployed yet',
    notOurs: 'Not deployed with Slipway',
    first: 'The first deployment is in progress',
    from: 'promotes from {{environment}}',
    open: 'Open',
    deploy: 'Deploy…',
    deployTo: 'Deploy to {{environment}}…',
    promote: 'Promote to {{environment}}…',
    rollBack: 'Roll back…',
    rollBackIn: 'Roll back {{environment}}…',
    restart: 'Restart…',
    remove: 'Remove…',
    menu: 'More actions for {{environment}}',
    mayNotDeploy: 'You need permission to deploy here.',
    deploymentGroup: 'Deployment of {{version}}',
    weight: '{{weight}} of traffic',
    progress: 'step {{step}} of {{total}}',
    rollbackProgress: 'rollback step {{step}} of {{total}}',
  },
  environmentReport: {
    recorded: 'The pipeline reports {{versions}}. Nothing has looked since.',
    managedBy: 'Managed by {{tool}}',
    changedBy: 'Last changed by {{name}}',
    problems: 'Problems in {{environment}}',
  },
  soak: {
    done: 'Soak time complete: {{verified}} (needs {{required}})',
    underway: 'Soak time: {{verified}} of {{required}}',
  },
  hold: {
    title: 'On hold:',
    short: 'On hold',
    above: 'Blocked by the hold above.',
    lift: 'Lift hold…',
    notYours: 'You need permission to lift holds.',
  },
  drift: {
    title: 'Drift:',
    short: 'Drift',
    expected: 'Expected {{what}}',
    observed: 'Observed {{what}}',
    adopt: 'Adopt running version…',
    overwrite: 'Allow overwriting…',
    notYours:
      'To adopt the running version or allow overwriting it, you need permission to override blockers.',
    notYoursShort: 'You need permission to override blockers.',
    inList: '{{action}} {{service}} in {{environment}}',
  },
  confirmation: {
    liftHold: {
      title: 'Lift the hold on {{service}} in {{environment}}',
      consequence:
        'Deployments queued for {{environment}} start immediately if nothing else blocks them. Explain why deploying is safe again.',
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
        'The next deployment of {{service}} to {{environment}} replaces what is running there. Nothing changes until then.',
      confirm: 'Allow overwriting',
    },
  },
  rollBack: {
    from: 'Roll back…',
    in: 'Roll back {{environment}}',
    to: 'Roll back to {{version}}…',
    toIn: 'Roll back {{environment}} to {{version}}…',
    column: 'Roll back',
    notYours: 'You need permission to roll back deployments here.',
    loading: 'Loading the deployment in progress…',
    refused: "Can't roll back now: {{why}}",
    gone: 'The deployment has already ended. Close this dialog to see the current state.',
  },
} as const;
