/** Connecting a service that already runs somewhere, and lines to copy. */
export const connectServiceMessages = {
  connect: {
    action: 'Connect…',
    actionIn: 'Connect {{environment}}…',
    title: 'Connect {{service}} in {{environment}}',
    intro:
      'Slipway has never deployed {{service}} to {{environment}}. This is what was found there. Nothing changes by looking.',
    searching: 'Searching {{environment}}…',
    again: 'Search again',
    close: 'Close',
    foundBecause: 'Found because it {{reason}}.',
    runs: 'Runs now',
    nothingRuns: 'Nothing is running.',
    ready: '{{ready}} of {{instances}} ready',
    since: 'since',
    problems: 'Problems',
    links: 'More',
    managedBy: 'Managed by',
    missing: {
      title: 'What is missing',
      none: 'Nothing is missing: Slipway can deploy here.',
      lines: 'Lines for item {{number}}',
    },
    config: {
      title: 'Name it in app-config',
      help: 'Add these lines to app-config.yaml, or ask your platform team to, so that Slipway deploys {{service}} to it.',
      lines: 'Lines for app-config',
      named: 'The settings of {{environment}} already name it.',
    },
    adopt: {
      title: 'Adopt what is running',
      help: 'If you adopt it, Slipway knows which version should run here, and reports it if another one does. Nothing is deployed.',
    },
    unobserved:
      'Slipway looks at {{environment}} about once a minute. As soon as it has seen what is running, you can adopt it here.',
    none: {
      title: 'Nothing was found',
      searched:
        'The target “{{provider}}” searched {{environment}} for {{service}}, by labels, annotations and name.',
      kubernetes:
        "Only the namespace that the settings lead to was searched. If the workload is there, label it with the service's name, or with its annotation backstage.io/kubernetes-id if it has one. Fill in the workload and its namespace:",
      label: 'Command that labels the workload',
      help: 'If nothing is running there yet, press Deploy to deploy the first version.',
    },
    unsupported:
      "The target “{{provider}}” can't search for what is running. Press Deploy to deploy the first version.",
    done: 'Slipway already knows which version should run here, so nothing is left to connect.',
  },
  copy: {
    copy: 'Copy',
    labelled: 'Copy: {{label}}',
    copied: 'Copied',
    failed: 'Copying failed. Select the lines and copy them.',
  },
} as const;
