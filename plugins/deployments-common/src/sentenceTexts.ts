import { analysisTexts } from './analysisTexts';
import { checkTexts } from './checkTexts';
import { engineTexts } from './engineTexts';
import { metricTexts } from './metricTexts';
import { planTexts } from './planTexts';
import { refusalTexts } from './refusalTexts';

/**
 * The English texts of the server's sentences, by their codes: what they name is in double braces. Pages show the service and
 * the environment, so most texts leave them out. A text that ends with a colon continues with the next one. A text that begins with a
 * comma, a semicolon or a colon continues the one before.
 *
 * @public
 */
export const sentenceTexts = {
  ...analysisTexts,
  ...checkTexts,
  ...engineTexts,
  ...metricTexts,
  ...planTexts,
  ...refusalTexts,
  abandoned_by: 'Abandoned by {{person}}',
  abandoned_unknown:
    'It is unknown which version is running; {{version}} may still be changing the environment.',
  approval_elsewhere:
    'Your approval counts for “{{rule}}”, and each rule needs a different person. Somebody else from {{anyOf}} must approve.',
  approval_given:
    'You have already approved this, and each person counts once.',
  approval_not_missing: 'No approval that you can give is missing.',
  approval_not_needed: 'No approval is needed.',
  approval_only: 'Only {{anyOf}} can approve this.',
  approval_own:
    'You requested this deployment, so somebody else from {{anyOf}} must approve it.',
  approval_reject_only: 'Only {{anyOf}} can reject this.',
  asked_again: 'Asked “{{step}}” to stop once more',
  baseline_stopped:
    '{{version}} was stopped before the rollback could start, and there is no last known good version.',
  because: ': {{reason}}',
  cancelled_by: 'Cancelled by {{person}}',
  check_needs: 'The check {{check}} needs {{condition}}.',
  check_now: 'Check the environment now.',
  command_abandon:
    'The deployment ends, although {{version}} may still be changing the environment. A hold keeps new deployments from starting until somebody has checked it and lifts the hold.',
  command_approve_plan:
    'With enough approvals, {{version}} is deployed as soon as nothing else blocks it. You approve exactly the plan shown; if the plan changes, your approval no longer counts.',
  command_approve_step:
    'With enough approvals, the deployment of {{version}} continues.',
  command_cancel_as_rollback:
    'This does the same as “Roll back to {{version}}”:',
  command_cancel_as_stop: 'This does the same as “Stop {{version}}”:',
  command_cancel_asks:
    'The deployment stops. Steps that cannot be undone have started, so you are asked how to continue before anything is rolled back:',
  command_continue:
    'The deployment of {{version}} continues as if “{{step}}” had passed.',
  command_continue_unrolled:
    'Nothing is rolled back, and the deployment of {{version}} continues.',
  command_end: 'The deployment of {{version}} ends.',
  command_fail:
    'The deployment ends and the environment stays as it is now, with {{weight}} of its traffic on {{version}}.',
  command_fail_as_is:
    'The deployment ends and the environment stays as it is now.',
  command_hold:
    'A hold keeps new deployments from starting until somebody lifts it.',
  command_other_blockers: 'All other blockers still apply.',
  command_overridden:
    "The step is recorded as overridden, so {{version}} won't count as the last known good version.",
  command_override: '{{version}} is deployed despite: {{blockers}}',
  command_pause:
    'The deployment of {{version}} starts no new step until somebody resumes it. A running step continues to its end.',
  command_pause_rollout:
    'The deployment of {{version}} starts no new step until somebody resumes it. A running step continues to its end, but a rollout starts no new stage.',
  command_promote:
    '{{version}} gets {{weight}} of the traffic now, instead of {{previous}}',
  command_promote_unproven: ', although its analysis has not passed',
  command_reject: "“{{step}}” fails and isn't retried.",
  command_resume: 'The deployment of {{version}} continues with its next step.',
  command_resume_rollout: 'The deployment of {{version}} continues.',
  command_retry:
    '“{{step}}” starts again. Its measurements so far no longer count.',
  command_retry_step: 'The step starts again.',
  command_rollback_last_good:
    '{{version}}, the last known good version, is deployed again in place of {{other}}.',
  command_rollback_last_good_traffic:
    '{{version}}, the last known good version, is deployed again and gets all traffic; {{other}} is stopped.',
  command_rollback_rest:
    'Whatever of {{version}} has started is stopped. There is no version to go back to, so nothing will be running.',
  command_rollback_restore: '{{version}} is restored in place of {{other}}.',
  command_rollback_stop:
    '{{version}} is stopped. There is no version to go back to, so nothing will be running.',
  command_rollback_traffic:
    'All traffic goes back to {{version}}, which is still running, and {{other}} is stopped.',
  command_skip:
    '“{{step}}” ends now without a verdict, and the deployment of {{version}} continues.',
  command_skip_stages: 'The stages of “{{step}}” that are left are skipped.',
  crash_loop: '{{version}} keeps crashing: {{count}} restarts.',
  crash_loop_last:
    '{{version}} keeps crashing: {{count}} restarts. Last: {{last}}',
  decide_how: 'Decide how to continue',
  decided_by: 'Decided by {{person}}',
  default_threshold: 'The default threshold is {{condition}}.',
  deployment_abandoned: 'The deployment of {{version}} was abandoned:',
  deployment_checks_failed: '{{version}} failed the checks of its deployment.',
  deployment_checks_passed: '{{version}} passed the checks of its deployment.',
  deployment_failed:
    'The deployment of {{version}} failed after it had changed the environment:',
  deployment_rollback_failed:
    'The rollback of the deployment of {{version}} failed:',
  deployment_rolled_back: 'The deployment of {{version}} was rolled back:',
  ending: 'Asked to stop because the deployment is ending',
  event_abandoned: 'Abandoned:',
  event_approvals_voided:
    'Earlier approvals no longer count because the plan changed:',
  event_approved_plan: '{{person}} approved the plan',
  event_approved_step: '{{person}} approved “{{step}}”',
  event_attempt: ', attempt {{attempt}}',
  event_baseline: '; {{version}} is running now',
  event_baseline_retired: 'The previous version was stopped',
  event_blocked: 'Waiting to start:',
  event_cancelled: 'Cancelled:',
  event_candidate_ready: '{{version}} is ready, next to the previous version',
  event_claimed: 'Another replica of the portal took over the work',
  event_decided_continue: '{{person}} decided to continue',
  event_decided_fail: '{{person}} decided to end it as failed',
  event_decided_retry: '{{person}} decided to retry',
  event_decided_rollback: '{{person}} decided to roll back',
  event_decision_needed: 'A person must decide:',
  event_expired: 'Expired:',
  event_failed: 'Failed:',
  event_first_change: '; it is the first to change the environment',
  event_has_failed: ': failed:',
  event_has_started: ': started',
  event_has_succeeded: ': succeeded',
  event_has_to_retry: ': failed and will be retried at {{time}}:',
  event_has_unknown_outcome: ': it is unknown whether it is still running:',
  event_hotfix: ', as a hotfix',
  event_overrode: '{{person}} overrode what blocked the deployment',
  event_paused: '{{person}} paused the deployment',
  event_promoted: '{{person}} promoted “{{step}}” to {{weight}} of the traffic',
  event_promoted_in_time:
    'Nobody decided in time, so Slipway promoted “{{step}}” to {{weight}} of the traffic',
  event_rejected_plan: '{{person}} rejected the plan',
  event_rejected_step: '{{person}} rejected “{{step}}”',
  event_replaces: ', which rolls back the deployment in progress',
  event_requested_deploy: '{{person}} asked to deploy {{version}}',
  event_requested_remove: '{{person}} asked to remove the service',
  event_requested_restart: '{{person}} asked to restart {{version}}',
  event_requested_rollback: '{{person}} asked to roll back to {{version}}',
  event_resumed: '{{person}} resumed the deployment',
  event_rollback_failed: 'The rollback failed:',
  event_rollback_planned:
    'The running steps ended, and the rollback has new steps',
  event_rollback_planned_to:
    'The running steps ended, and the rollback goes to {{version}}',
  event_rollback_started: 'Rolling back to {{version}}:',
  event_rollback_started_to_nothing:
    'Rolling back with no version to go back to, so nothing will run:',
  event_rollback_step: 'Rollback:',
  event_rolled_back: 'Rolled back:',
  event_skipped_steps: '; {{count}} of {{total}} steps do not apply',
  event_started: 'Started on the golden path {{path}}',
  event_step_asked: 'Asked “{{step}}” to stop:',
  event_step_asked_again: 'Asked “{{step}}” to stop, request {{ask}}:',
  event_step_awaits_decision: '“{{step}}”: waiting for a decision:',
  event_step_awaits_others: '“{{step}}”: waiting for somebody elsewhere:',
  event_step_continues: '“{{step}}”: continues:',
  event_step_reported: '“{{step}}”:',
  event_step_retrying: '“{{step}}” failed and will be retried at {{time}}:',
  event_step_running: '“{{step}}” is still running',
  event_step_skipped: '“{{step}}” was skipped:',
  event_step_started: '“{{step}}” started',
  event_step_stopped: '“{{step}}” was stopped',
  event_step_succeeded: '“{{step}}” succeeded',
  event_step_unstopped: 'It is unknown whether “{{step}}” stopped',
  event_step_waiting: '“{{step}}” is waiting:',
  event_stopping: 'The deployment is stopping:',
  event_succeeded: 'Succeeded:',
  event_superseded: 'Superseded:',
  event_traffic_shifted: '{{weight}} of the traffic goes to {{version}}',
  event_unblocked: 'Nothing blocks the deployment any more',
  event_verdict_error: ', without being able to measure',
  event_verdict_failed: ', its checks failed',
  event_verdict_inconclusive: ', without a clear verdict',
  event_verdict_overridden: ', overridden by a person',
  event_verdict_passed: ', its checks passed',
  expired: 'The deployment could not start in time.',
  figures_pending: 'Its requests have not been measured yet.',
  follows: ':',
  had_traffic: '{{version}} had {{weight}} of the traffic.',
  hint_approve: 'You can approve this.',
  hint_approve_without_permission:
    'The rule names you, but you do not have permission to approve deployments here.',
  hint_lift_hold: 'You can lift the hold.',
  hint_resolve_drift: 'You can adopt or overwrite what is running.',
  irreversible:
    '“{{step}}” cannot be undone, so {{version}} may no longer work.',
  irreversible_only: '“{{step}}” cannot be undone.',
  irreversible_unknown:
    '“{{step}}” cannot be undone, so the previous version may no longer work.',
  keeps_traffic: '{{version}} keeps {{weight}} of the traffic.',
  label_abandon: 'Abandon the deployment',
  label_approve_version: 'Approve {{version}}',
  label_cancel: 'Cancel the deployment',
  label_continue: 'Continue without “{{step}}”',
  label_continue_unrolled: 'Continue without rolling back',
  label_fail: 'End as failed',
  label_override: 'Start anyway',
  label_pause: 'Pause',
  label_promote: 'Promote to {{weight}}',
  label_reject_version: 'Reject {{version}}',
  label_resume: 'Resume',
  label_retry: 'Retry “{{step}}”',
  label_retry_step: 'Retry',
  label_roll_back: 'Roll back to {{version}}',
  label_skip: 'Skip “{{step}}”',
  label_stop: 'Stop {{version}}',
  left_as_is: 'The environment stays as it is now.',
  no_approval: 'Nobody approved it in time',
  no_decision: 'Nobody decided in time',
  no_rollback_target:
    '{{version}} has already been stopped and there is no last known good version, so there is nothing to go back to.',
  no_traffic: 'No instance gets traffic.',
  no_version_before:
    'No version ran here before, so there is nothing to go back to.',
  not_resumed: 'The deployment was paused, and nobody resumed it in time',
  not_running: '{{version}} should be running, but no instance of it is.',
  nothing_to_restore:
    'There is also no version to go back to, so nothing would run after a rollback.',
  only_person: 'Only a person can decide this.',
  p95: 'The p95 of {{count}} requests in the last {{period}} was {{value}}.',
  p95_since:
    'The p95 of {{count}} requests in the {{period}} since it took over was {{value}}.',
  permission_abandon: "You don't have permission to abandon deployments here.",
  permission_approve: "You don't have permission to approve deployments here.",
  permission_ask: 'Ask {{anyOf}} to do it.',
  permission_ask_operators:
    'Ask your portal operators for the permission {{permission}}.',
  permission_control: "You don't have permission to control deployments here.",
  permission_create: "You don't have permission to create deployments here.",
  permission_override:
    "You don't have permission to override blockers of deployments here.",
  permission_roll_back:
    "You don't have permission to roll back deployments here.",
  proposal_breached:
    'The watch of {{version}} in {{environment}} was breached.',
  proposal_failed: '{{version}} failed in {{environment}}.',
  proposal_in_progress:
    '{{version}} is already being deployed to {{environment}}.',
  proposal_newest: 'The newest version that can be deployed here.',
  proposal_no_newer_verified:
    'No newer version has been verified in {{environment}} yet. Deploy one there first, or choose one yourself.',
  proposal_none: 'No version is registered yet.',
  proposal_none_newer:
    '{{version}} is already running in {{environment}}, and no newer version is registered.',
  proposal_none_verified:
    'No version has been verified in {{environment}} yet. Deploy one there first, or choose one yourself.',
  proposal_rolled_back: '{{version}} was rolled back in {{environment}}.',
  proposal_succeeded: 'The newest version deployed to {{environment}}.',
  proposal_verified: 'The newest version verified in {{environment}}.',
  rejected_by: 'Rejected by {{person}}',
  removed: 'The service was removed.',
  restored_inconclusive:
    '{{version}} was restored; its checks could not determine whether it was healthy.',
  restored_passed: '{{version}} was restored; its checks passed.',
  restored_unverified:
    '{{version}} was restored; no check verified that it was healthy.',
  rollback_active: 'The deployment in progress will be rolled back.',
  rollback_active_already:
    'The deployment in progress is already being rolled back.',
  rollback_active_rollback:
    'The rollback to {{version}} is already in progress.',
  rollback_bring_back: 'Bring back {{version}}, the last known good',
  rollback_cancel: 'Cancel “{{step}}”',
  rollback_failed_because: 'The rollback failed at “{{step}}”:',
  rollback_failed_restore: 'The rollback could not restore {{version}}:',
  rollback_failed_stop: 'The rollback could not stop {{version}}:',
  rollback_failed_undo: 'The rollback could not undo “{{step}}”:',
  rollback_failed_verify:
    'The rollback could not verify that {{version}} is healthy:',
  rollback_none_deployed: 'Nothing has been deployed to {{environment}} yet.',
  rollback_none_eligible:
    '{{environment}} cannot be rolled back to any earlier version.',
  rollback_none_other:
    'No other version ran in {{environment}} before {{version}}.',
  rollback_overwrites_drift: 'Rolling back overwrites it.',
  rollback_refused: '{{version}}:',
  rollback_refused_failed: 'Its deployment did not succeed',
  rollback_refused_quarantined: 'It is quarantined: {{reason}}',
  rollback_restore: 'Restore {{version}} in place of {{other}}',
  rollback_send_back: 'Send all traffic back to {{version}} and stop {{other}}',
  rollback_stop: 'Stop {{version}}; nothing else will run',
  rollback_undo: 'Undo “{{step}}”',
  rollback_verify: 'Check that {{version}} is healthy',
  rolled_back_by: 'Rolled back by {{person}}',
  running_overridden:
    'A person continued without a passed check of {{version}}.',
  running_passed: '{{version}} passed its checks.',
  running_unverified: 'No check verified that {{version}} was healthy.',
  skipped_by: 'Skipped by {{person}}',
  slot_removes: 'It will remove the version that is running then.',
  slot_replaced: 'It is rolled back for this one.',
  slot_restarts: 'It will restart the version that is running then.',
  stated: '{{text}}',
  step_failed_because: '“{{step}}” failed:',
  step_failed_silently: '“{{step}}” failed.',
  step_unmeasured: '“{{step}}” could not measure',
  step_without_verdict: '“{{step}}” has no clear verdict',
  still_runs: '{{version}} still runs.',
  stopped: '{{version}} was stopped; nothing was left running.',
  success_rate:
    '{{value}} of {{count}} requests in the last {{period}} succeeded.',
  success_rate_since:
    '{{value}} of {{count}} requests in the {{period}} since it took over succeeded.',
  superseded: 'A newer deployment replaced it in the queue.',
  target_silent: 'The target has not reported for some time what is running.',
  target_unanswered: 'The target did not respond when it was last called.',
  target_unmeasured:
    'Nothing can be measured at the moment: no service responds to the portal in time.',
  target_unreported: 'The target has not reported what is running.',
  timed_out: 'It took longer than {{period}}',
  too_few_requests:
    'Requests in the last {{period}}: {{count}}, too few to judge.',
  too_few_requests_since:
    'Requests in the {{period}} since it took over: {{count}}, too few to judge.',
  took_over_hotfix: '{{person}} took over the environment for a hotfix',
  took_over_newer:
    '{{person}} took over the environment for a newer deployment',
  took_over_rollback: '{{person}} took over the environment for a rollback',
  unchanged: 'Nothing changed.',
  unresponsive: 'Instances that do not respond: {{unresponsive}} of {{count}}.',
  unserved_traffic: 'Only {{weight}} of the traffic goes to an instance.',
  version_never_deployed: '{{version}} has not been deployed anywhere yet.',
  version_unverified:
    '{{version}} has not been verified in {{environment}} yet.',
  version_without_traffic: 'No instance of {{version}} gets traffic.',
  waited_too_long:
    'It waited elsewhere for {{period}}, which is as long as it may:',
} as const;

/** The code of a sentence. @public */
export type SentenceCode = keyof typeof sentenceTexts;

/** Joins the texts of sentences, and ends each with a period where it has none. @public */
export function joinSentences(texts: readonly string[]): string {
  const joined = texts.reduce(
    (before, text) =>
      /^[,;:]/.test(text)
        ? `${before.replace(/[.:]$/, '')}${text}`
        : `${endSentence(before)} ${text}`,
    '',
  );
  return endSentence(joined.trim()).replace(/:$/, '.');
}

/** What people, steps and other systems said may end without a period. What ends with a colon continues. */
function endSentence(text: string): string {
  return text === '' || /[.!?…。:]$/.test(text) ? text : `${text}.`;
}
