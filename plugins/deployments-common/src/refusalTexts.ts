/** The English texts of why a command is refused, by their codes. */
export const refusalTexts = {
  refused_abandon:
    'Only a deployment with a step whose outcome is unknown can be abandoned. This deployment has no such step.',
  refused_approval_ending:
    'The deployment is ending, so “{{step}}” no longer needs an approval.',
  refused_approval_idle: "“{{step}}” isn't waiting for an approval.",
  refused_approve_none:
    "The deployment isn't waiting for an approval, so there is nothing to approve.",
  refused_approve_plan:
    'The plan has changed since you opened it. Review the new plan, then approve it.',
  refused_approve_started:
    'The deployment has already started, so there is nothing to approve.',
  refused_cancel_decision:
    'The deployment is already waiting for a decision about a rollback. Make that decision instead.',
  refused_cancel_rolling_back:
    "The deployment is being rolled back, and a rollback can't be cancelled. Wait until it has ended.",
  refused_cancel_stopping:
    "The deployment is stopping, so it can't be cancelled any more. It ends as soon as its running steps have stopped.",
  refused_change_queued:
    "The deployment hasn't started yet, so it can't be changed. You can cancel it.",
  refused_change_rolling_back:
    "The deployment is being rolled back, and a rollback can't be changed. Wait until it has ended.",
  refused_change_stopping:
    "The deployment is stopping, so it can't be changed any more. It ends as soon as its running steps have stopped.",
  refused_decision_none: 'The deployment is not waiting for a decision.',
  refused_decision_other:
    'The open decision is about something else. Check the deployment, then decide again.',
  refused_drift_active:
    'A deployment is in progress. Resolve the drift after it has ended.',
  refused_drift_changed:
    'The environment has changed since you loaded the page. Reload the page and decide again.',
  refused_drift_ended:
    'A deployment has just ended. Reload the page and decide again.',
  refused_drift_none: 'There is no drift, so there is nothing to decide.',
  refused_ended: "The deployment has already ended and can't change any more.",
  refused_ended_roll_back:
    'The deployment has already ended. To go back, start a deployment of kind rollback that reverts it.',
  refused_hold_none: 'There is no hold. Somebody may have lifted it already.',
  refused_incident_open:
    '{{source}} reported at {{time}} that it was still open. It can only have been resolved later.',
  refused_incident_resolved: 'It was already resolved at {{time}}.',
  refused_one_queued:
    'The environment accepts one deployment of a service at a time, and another one is queued. Try again when it has ended.',
  refused_one_running:
    'The environment accepts one deployment of a service at a time, and another one is running. Try again when it has ended.',
  refused_outdated:
    'The deployment has changed since you opened it. Check its current state, then decide again.',
  refused_override_none:
    'Nothing is blocking the deployment, so there is nothing to override.',
  refused_override_started:
    'The deployment has already started, so there is nothing to override.',
  refused_pause_decision:
    'The deployment is waiting for a decision, and no new step starts before it. Decide how to continue instead.',
  refused_pause_queued:
    "The deployment hasn't started yet, so it can't be paused. You can cancel it.",
  refused_pause_rolling_back:
    "The deployment is being rolled back, and a rollback can't be paused. Wait until it has ended.",
  refused_pause_stopping:
    "The deployment is stopping, so it can't be paused any more. It ends as soon as its running steps have stopped.",
  refused_paused_already: '{{person}} has already paused the deployment.',
  refused_plan:
    'The plan has changed since you reviewed it. Review it again, then confirm.',
  refused_promote_decision:
    'The deployment is waiting for a decision. Decide how to continue first.',
  refused_promote_idle:
    "“{{step}}” can't be promoted now. Only a rollout that waits at a share of the traffic can be promoted.",
  refused_promote_paused:
    'The deployment is paused, so no new stage starts. Resume it first.',
  refused_promote_queued:
    "The deployment hasn't started yet, so it can't be promoted. You can cancel it.",
  refused_promote_rolling_back:
    "The deployment is being rolled back, and a rollback can't be promoted. Wait until it has ended.",
  refused_promote_stopping:
    "The deployment is stopping, so it can't be promoted any more. It ends as soon as its running steps have stopped.",
  refused_reject_none:
    "The deployment isn't waiting for an approval, so there is nothing to reject.",
  refused_reject_started:
    'The deployment has already started, so there is nothing to reject.',
  refused_remove_none:
    'Nothing is deployed there, so there is nothing to remove.',
  refused_restart_none:
    'Nothing is deployed there, so there is nothing to restart.',
  refused_resume: "The deployment isn't paused.",
  refused_retry:
    '“{{step}}” can only be retried while the deployment waits for a decision about it.',
  refused_roll_back_queued:
    "The deployment hasn't started yet, so it can't be rolled back. You can cancel it.",
  refused_roll_back_rolling_back:
    "The deployment is being rolled back, and a rollback can't be rolled back. Wait until it has ended.",
  refused_roll_back_stopping:
    "The deployment is stopping, so it can't be rolled back any more. It ends as soon as its running steps have stopped.",
  refused_roll_back_unchanged:
    'Nothing has changed yet, so there is nothing to roll back. Cancel the deployment instead.',
  refused_rollback_active:
    'A deployment there is still in progress. Roll it back on its page.',
  refused_rollback_choices: 'Versions that ran there before: {{versions}}.',
  refused_rollback_done: 'The deployment has already been rolled back.',
  refused_rollback_followed:
    'Another deployment followed this one. Roll that one back instead.',
  refused_rollback_gone:
    'The version of this deployment is no longer running there, so there is nothing to roll back.',
  refused_rollback_itself:
    "This deployment is itself a rollback and has already changed the environment, so it can't be rolled back. Let it finish, or deploy another version afterwards.",
  refused_rollback_never_ran:
    '{{version}} never ran there, so you can deploy it, but not roll back to it.',
  refused_rollback_no_choice: 'No other version ran there before.',
  refused_rollback_other:
    'A rollback there is already in progress. Wait until it has ended.',
  refused_rollback_rolling_back:
    'A deployment there is already being rolled back. Wait until it has ended.',
  refused_rollback_running: '{{version}} is already running there.',
  refused_rollback_unchanged:
    'The deployment changed nothing, so there is nothing to roll back.',
  refused_skip:
    "“{{step}}” can't be skipped. Only a step that checks or waits can be skipped.",
  refused_skip_idle: "“{{step}}” isn't running, so there is nothing to skip.",
  refused_watch_ended:
    'This deployment is not watched, or its watch has already ended.',
} as const;
