/** The English texts of the engine's status and of outcomes that are unknown, by their codes. */
export const engineTexts = {
  health_audit_stuck:
    "Audit entries that are not sealed: {{count}}, the oldest for {{period}}. Until entries are sealed, a change to them cannot be detected. Check the backend's log for “could not be sealed”.",
  health_no_replica:
    'No replica works on deployments. Start the backend, or check its log for why the engine did not start. No deployment is lost.',
  health_outbox_failing:
    "Messages that could not be delivered: {{count}}, the oldest for {{period}}. The backend's log has the error of the signals or notifications plugin.",
  health_outbox_stuck:
    'Messages that wait to be delivered: {{count}}. No replica has taken one for {{period}}. Pages do not refresh and nobody is notified. Restart the backend; no message is lost.',
  health_polling:
    'A pooler sends each transaction over a different connection (PgBouncer in transaction mode?), so replicas poll for new work every half second, and a dead replica is noticed only when its leases expire. Give the backend a connection that keeps its session.',
  health_work_not_picked_up:
    "Deployments with work that no replica picks up: {{count}}, the oldest for {{period}}. Check “Stuck” at /deployments/admin and the backend's log. A restart loses nothing.",
  health_writes_failed:
    'A write to the database failed {{period}} ago ({{detail}}), and others have succeeded since. Is its disk almost full?',
  health_writes_failing:
    'The database answers but rejects writes ({{detail}}), so deployments do not continue and commands are refused. Is its disk full or read-only? Work resumes by itself once writes succeed.',
  remedy_environment_locked_after_end:
    'Set “holder” to null in service_environments for {{service}} and {{environment}} where it is “{{holder}}”. Queued deployments then start by themselves.',
  remedy_environment_not_locked:
    'Make sure that nothing else is running in {{environment}}. Then set “holder” to “{{holder}}” in service_environments for {{service}} and {{environment}}.',
  remedy_lease_expired:
    'Check whether that replica responds and reaches the database. Stopping it is safe, because its late writes are rejected. Any working replica takes over.',
  remedy_newer_reducer:
    'Finish the upgrade, or start one replica of the newer version until the deployment has ended. An older version cannot continue it.',
  remedy_no_deadline:
    'Decide on its page, or cancel it there. This is a bug in the plugin; please report it with the deployment’s events.',
  remedy_no_wake_up:
    'Any command wakes it: pause and resume it, or cancel it. This is a bug in the plugin; please report it with the deployment’s events.',
  remedy_not_picked_up:
    'Check above whether a replica is alive. If one is, it may already run as many deployments as it can (deployments.engine.concurrency), or its log says why this one cannot be advanced. A restart loses nothing.',
  remedy_overdue_step:
    'Check the step’s log and the system that it calls. The engine is asking the step to stop. If it stays unknown whether it did, you can abandon the deployment here.',
  remedy_owner_dead:
    'Live replicas take over a dead one’s deployments within seconds, or when the lease expires if the target cannot reject late calls. If that does not happen, either no replica is alive, or the backend’s log says why it cannot take over.',
  remedy_unknown_outcome:
    'Check the environment yourself. Once nothing changes there any more, abandon the deployment. That frees the environment with a hold and observes again what is running.',
  stuck_environment_locked_after_end:
    'It has ended but still owns its environment, so everything queued there waits for nothing. The transaction that ends a deployment also frees the environment, so this happens only if tables were changed by hand or only some of them were restored from a backup.',
  stuck_environment_not_locked:
    'It is running but does not own its environment, so no replica may continue it. This happens only if tables were changed by hand or only some of them were restored from a backup.',
  stuck_lease_expired:
    'The lease of replica {{replica}} expired {{period}} ago, and no other replica has taken over. The replica is frozen or cut off from the database, and no other one is working.',
  stuck_newer_reducer:
    'A newer version of the plugin has worked on it (state version {{found}}; this replica supports up to {{supported}}), and no replica of that version is running.',
  stuck_no_deadline:
    'It waits for a decision without a deadline, so it would wait forever.',
  stuck_no_wake_up: 'It has not ended, but no wake-up is scheduled for it.',
  stuck_not_picked_up:
    'It has had work to do for {{period}}, and no replica has picked it up.',
  stuck_overdue_step:
    '“{{step}}” should have ended {{period}} ago. The system that it calls has neither responded nor confirmed that it stopped.',
  stuck_owner_dead:
    'Its owner, replica {{replica}}, is dead, and no other replica has taken it over.',
  stuck_owner_dead_for:
    'Its owner, replica {{replica}}, has been dead for {{period}}, and no other replica has taken it over.',
  unknown_abandon: 'A portal operator can abandon the deployment.',
  unknown_again: 'Slipway asks again at {{time}}.',
  unknown_rollback_step:
    'It is unknown whether this step of the rollback is still running:',
  unknown_stopped:
    '“{{step}}” was asked to stop, and it is unknown whether it did',
  unknown_until: 'Slipway keeps asking until {{time}}.',
} as const;
