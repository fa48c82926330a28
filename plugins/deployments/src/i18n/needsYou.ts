/** The inbox of decisions. */
export const needsYouMessages = {
  title: 'Decisions that wait for you',
  count_one: '{{count}} decision waits for you',
  count_other: '{{count}} decisions wait for you',
  countMany: 'More than {{max}} decisions wait for you',
  intro:
    'You can decide these now. The earliest deadline comes first; what arrives while you are here is added at the end.',
  kind: {
    approval: 'Approval needed',
    decision: 'Decision needed',
    paused: 'Paused',
    hold: 'On hold',
    drift: 'Drift',
  },
  name: '{{service}} {{what}} → {{environment}}',
  decide: 'Decide about {{name}}',
  requestedBy: 'Requested by',
  waiting: 'Waiting for',
  withoutReason: 'No reason was given.',
  stepsLeft_one: '{{count}} step left',
  stepsLeft_other: '{{count}} steps left',
  replaces: 'replaces {{version}}',
  first: 'nothing runs there now',
  more: 'Show plan, commits and checks',
  less: 'Hide plan, commits and checks',
  details: 'Plan, commits and checks of {{name}}',
  plan: 'What is left to do',
  evidence: 'Checks so far',
  noEvidence: 'No check has run in this deployment yet.',
  measured: '{{passed}} of {{total}} measurements passed',
  elsewhere: 'Where this version runs now',
  nowhere: 'This version is not running in any environment.',
  since: 'since',
  openPage: 'Open deployment',
  openService: 'Open {{service}}',
  liftHold: 'Lift hold…',
  resolveDrift: 'Resolve drift…',
  settled: {
    approve: 'Approved by you',
    reject: 'Rejected by you',
    resume: 'Resumed by you',
    liftHold: 'Hold lifted by you',
    decide: 'Decided by you',
    gone: 'No longer waits for you',
  },
  incomplete:
    'There may be more. Once these are decided, the rest appears here.',
  empty: {
    title: 'Nothing waits for you',
    description:
      'Deployments appear here when they need your approval, or when a deployment of your services asks how to continue, is paused, or is blocked by a hold or drift that you can resolve.',
  },
  home: {
    all: 'All decisions',
    services: 'All services',
    deployments: 'All deployments',
    noServices:
      "No service in the catalog belongs to you or your groups. The owner of a component is set in its catalog-info.yaml, as 'spec.owner'.",
    noDeployments:
      'Deployments that you request appear here. To request one, open a service and press Deploy.',
  },
} as const;
