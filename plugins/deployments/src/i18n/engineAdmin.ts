/** The admin tab: what the engine is doing. */
export const engineAdminMessages = {
  engine: {
    notAllowed: {
      title: "You don't have access to the engine status",
      description:
        '{{message}} This page shows deployments of all teams, so only portal operators can see it.',
    },
    stale: 'This may be out of date: {{message}}',
    asOf: 'As of',
    hidden_one:
      "{{count}} deployment is hidden: you don't have access to it, or its service is no longer in the catalog.",
    hidden_other:
      "{{count}} deployments are hidden: you don't have access to them, or their services are no longer in the catalog.",
    health: {
      title: 'Health',
      ok: 'All work is up to date.',
      degraded: 'The engine is running, but something needs attention.',
      stalled: 'Some work is overdue.',
      queue: 'Queue: {{queue}}',
    },
    figures: {
      title: 'Figures',
      queued: 'Queued',
      running: 'Running',
      waiting: 'Waiting',
      rolling_back: 'Rolling back',
      due: 'Overdue and unclaimed',
      late: 'Overdue decisions',
      lateHelp:
        'Deployments that have used more than half of their decision time, or whose outcome is unknown',
      outbox: 'Messages to deliver',
      unsealed: 'Audit entries to seal',
      oldest: 'oldest {{span}}',
    },
    replicas: {
      title: 'Replicas',
      empty:
        "No replica has registered yet. Start the backend, or check its log for why the engine didn't start.",
      name: 'Replica',
      state: 'State',
      alive: 'Alive',
      gone: 'Dead',
      running: 'Deployments',
      started: 'Started',
      seen: 'Last seen',
      version: 'Version',
      process: 'process {{pid}} on {{host}}',
    },
    running: {
      title: 'Running now',
      empty: 'No deployments are running. They appear here while they run.',
      steps: 'Steps',
      noStep: 'between steps',
      owner: 'Replica',
      noOwner: 'no owner; next check {{when}}',
      soon: 'soon',
      since: 'Duration',
      lease: 'Lease',
    },
    waits: {
      title: 'Longest waits',
      empty: 'No deployments are waiting. The longest waits appear here.',
      since: 'Duration',
      why: 'Reason',
      late: 'Overdue',
      unknown: 'Not evaluated yet.',
    },
    stuck: {
      title: 'Stuck',
      empty:
        'No deployments are stuck. If one is, it appears here with the cause and what to do.',
      remedy: 'What to do',
      commands: 'Available actions',
      for: 'for',
    },
    stuckKind: {
      not_picked_up: 'Not picked up',
      owner_dead: 'Owner is dead',
      lease_expired: 'Lease expired',
      newer_reducer: 'Started by a newer version',
      no_wake_up: 'No wake-up scheduled',
      no_deadline: 'No deadline',
      overdue_step: 'Step overdue',
      unknown_outcome: 'Unknown outcome',
      environment_not_locked: 'Environment not locked',
      environment_locked_after_end: 'Environment still locked after the end',
    },
    deployment: 'Deployment',
  },
} as const;
