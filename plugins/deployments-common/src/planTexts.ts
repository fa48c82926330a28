/** The English texts of what a plan says, by their codes: what each step does, and what happens if one fails. */
export const planTexts = {
  drift_nothing_runs: '{{expected}} should run here, but nothing does.',
  drift_other_runs: '{{expected}} should run here, but {{observed}} does.',
  drift_unknown_runs:
    '{{observed}} runs here, but was not deployed with Slipway.',
  plan_asks: 'It asks for a decision first.',
  plan_asks_from:
    "From “{{step}}” on, a person decides instead, because it can't be undone.",
  plan_cancels:
    'The deployment of {{version}} has changed nothing yet. It is cancelled before the rollback starts.',
  plan_cancels_other:
    'The deployment of another version has changed nothing yet. It is cancelled before the rollback starts.',
  plan_else_decides: '; if that is no longer possible, a person decides.',
  plan_else_redeploys:
    '; if that is no longer possible, {{version}}, the last known good version, is deployed again.',
  plan_fails:
    'It stops, nothing is rolled back, and the environment is put on hold.',
  plan_few_approvers:
    'The approval “{{rule}}” needs {{needed}} people, but the catalog has only {{count}} eligible members of {{anyOf}}.',
  plan_lasting:
    "“{{step}}” of {{version}} can't be undone: what it changed stays.",
  plan_lasting_rollback:
    "“{{step}}” of {{version}} can't be undone: what it changed stays, and {{other}} may not work with it.",
  plan_no_approver:
    'Nobody can give the approval “{{rule}}”: the catalog has no eligible member of {{anyOf}}.',
  plan_one_approver:
    'The approval “{{rule}}” needs {{needed}} people, but the catalog has only 1 eligible member of {{anyOf}}.',
  plan_replaces:
    'The deployment of {{version}} is in progress. It is rolled back before this one starts.',
  plan_replaces_other:
    'The deployment of another version is in progress. It is rolled back before this one starts.',
  plan_restores: '{{version}} is restored',
  plan_rollback_fails:
    'Nothing is rolled back. The environment is put on hold, and a person has to check it.',
  plan_scheduled:
    '{{version}} is scheduled for {{time}} and will replace this version then. Cancel that deployment if nobody needs it any more.',
  plan_sends_back:
    'While {{version}} is still running, all traffic goes back to it',
  plan_stops: 'Nothing is running here now, so the new version is stopped',
  plan_then_decides:
    '; after that, no version is known to be good and a person decides.',
  plan_then_redeploys:
    '; after that, {{version}}, the last known good version, is deployed again.',
  result_alone: ': no previous version is running',
  result_already: '{{version}} is already deployed',
  result_approved: 'Approved by {{person}}',
  result_approved_also: ', {{person}}',
  result_awaits_traffic: 'Waiting until {{version}} takes traffic',
  result_cancelled: 'Cancelled for the rollback',
  result_checking: 'Checking {{version}}',
  result_checks_failed: 'Its checks failed',
  result_compared:
    '{{count}} responses compared: another status in {{status}}, another body in {{body}}',
  result_compared_one:
    '1 response compared: another status in {{status}}, another body in {{body}}',
  result_copy_ending: 'Ending the copies',
  result_copy_starting: 'Starting to copy requests',
  result_copying: 'Copying {{percent}} % of the requests',
  result_deploying: 'Deploying {{version}}',
  result_deploying_again: 'Deploying {{version}} again',
  result_ended: 'The step has already ended',
  result_gets: '{{version}} gets {{weight}} of the traffic',
  result_job_ended: 'The job has ended',
  result_job_ended_as: 'The job ended: {{state}}',
  result_job_ended_because: 'The job ended: {{state}} ({{detail}})',
  result_job_is: 'The job is {{state}}',
  result_job_no_field: 'The response has no field {{field}}',
  result_job_started: 'The job was started',
  result_job_unread: 'The status of the job could not be read: {{detail}}',
  result_no_verdict: 'The step ended without a verdict',
  result_nothing_to_undo: 'There is nothing to undo',
  result_question: 'Promote it to {{weight}}, or roll back.',
  result_ready: 'Ready',
  result_ready_idle: '{{version}} is ready, without traffic',
  result_ready_paused:
    'Ready, without traffic because the deployment is paused',
  result_shadow_alone:
    'No previous version is running, so there are no responses to compare with',
  result_share: '{{weight}} of the traffic',
  result_shifting: 'Shifting {{weight}} of the traffic',
  result_shifting_share: 'Shifting {{weight}} of the traffic to {{version}}',
  result_shifting_to: 'Shifting traffic to {{version}}',
  result_stage_at_least: 'The stage lasts at least {{period}}.',
  result_stage_lasts: 'The stage lasts {{period}}.',
  result_stage_paused: 'Paused, so no new stage starts.',
  result_stage_promoted: 'Waiting for a person to promote it.',
  result_stopping_all: 'Stopping all instances',
  result_stopping_previous: 'Stopping the previous version',
  result_unclear: 'Its checks gave no clear verdict',
  result_waited: 'Waited {{period}}',
  result_waiting: 'Waiting {{period}}',
  result_watching: 'Watching {{checks}}',
  skip_condition: 'its condition does not hold',
  skip_lacks: '{{path}} does not contain {{wanted}}',
  skip_none: '{{path}} is {{found}}, not one of {{wanted}}',
  skip_not: '{{path}} is {{found}}, not {{wanted}}',
  skip_opposite: 'what must not hold does hold',
  skip_prefix: '{{path}} does not begin with {{wanted}}',
  skip_set: '{{path}} is set',
  skip_unset: '{{path}} is not set',
  skip_unset_none: '{{path}} is not set, not one of {{wanted}}',
  skip_unset_not: '{{path}} is not set, not {{wanted}}',
  step_approval: 'Wait for 1 approval from {{anyOf}}',
  step_approvals: 'Wait for {{count}} approvals from {{anyOf}}',
  step_check: 'Check {{checks}}',
  step_check_for: 'Check {{checks}} for {{period}}',
  step_deploy: 'Deploy {{version}}, all of the traffic',
  step_deploy_alone:
    'Deploy {{version}}, 100 % of the traffic (no previous version is running)',
  step_deploy_canary:
    'Deploy {{version}} beside {{other}}, {{weight}} of the traffic',
  step_deploy_idle: 'Deploy {{version}}, without traffic',
  step_deploy_idle_next_to:
    'Deploy {{version}} beside {{other}}, without traffic',
  step_deploy_in_place:
    'Deploy {{version}} in place of {{other}}, all of the traffic',
  step_deploy_next_to: 'Deploy {{version}} beside {{other}}',
  step_fresh_baseline: ', compared with a fresh instance of {{version}}',
  step_job: 'Run a job by {{method}} {{url}}',
  step_notify: 'Tell {{recipients}}',
  step_ramp:
    ': {{from}} of the traffic, doubled up to {{to}} whenever the analysis “{{analysis}}” allows it',
  step_ramp_within: ', within {{period}}',
  step_restart: 'Restart {{version}}',
  step_shadow:
    'Copy {{percent}} % of the requests of {{other}} to {{version}} for up to {{period}} and compare the responses; users get those of {{other}}',
  step_shadow_alone:
    'Deploy {{version}} without comparing responses (no previous version is running)',
  step_stage_all: ', then 100 %',
  step_stage_first_analysis:
    ': {{weight}} of the traffic under the analysis “{{analysis}}”',
  step_stage_first_for: ': {{weight}} of the traffic for {{period}}',
  step_stage_first_for_analysis:
    ': {{weight}} of the traffic for at least {{period}} under the analysis “{{analysis}}”',
  step_stage_first_promoted: ': {{weight}} of the traffic until it is promoted',
  step_stage_first_promoted_analysis:
    ': {{weight}} of the traffic until it is promoted under the analysis “{{analysis}}”',
  step_stage_next_analysis:
    ', then {{weight}} under the analysis “{{analysis}}”',
  step_stage_next_for: ', then {{weight}} for {{period}}',
  step_stage_next_for_analysis:
    ', then {{weight}} for at least {{period}} under the analysis “{{analysis}}”',
  step_stage_next_promoted: ', then {{weight}} until it is promoted',
  step_stage_next_promoted_analysis:
    ', then {{weight}} until it is promoted under the analysis “{{analysis}}”',
  step_stop: 'Stop {{version}}',
  step_stop_all: 'Stop what runs',
  step_stop_previous: 'Stop what ran before',
  step_traffic: 'Shift {{weight}} of the traffic to {{version}}',
  step_traffic_all: 'Shift all of the traffic to {{version}}',
  step_wait: 'Wait {{period}}',
} as const;
