/**
 * Sentences of the server about outcomes, holds and health, by their codes. Pages show the service and the environment. Those
 * that end with a colon begin a hold; a reason follows, unless none is known.
 */
export const sentenceTexts = {
  check_needs: 'The check {{check}} needs {{condition}}.',
  check_now: 'Check the environment now.',
  crash_loop: '{{version}} keeps crashing: {{count}} restarts.',
  crash_loop_last:
    '{{version}} keeps crashing: {{count}} restarts. Last: {{last}}',
  default_threshold: 'The default threshold is {{condition}}.',
  deployment_abandoned: 'The deployment of {{version}} was abandoned:',
  deployment_checks_failed: '{{version}} failed the checks of its deployment.',
  deployment_checks_passed: '{{version}} passed the checks of its deployment.',
  deployment_failed:
    'The deployment of {{version}} failed after it had changed the environment:',
  deployment_rollback_failed:
    'The rollback of the deployment of {{version}} failed:',
  deployment_rolled_back: 'The deployment of {{version}} was rolled back:',
  expired: 'The deployment could not start in time.',
  keeps_traffic: '{{version}} keeps {{weight}} of the traffic.',
  left_as_is: 'The environment stays as it is now.',
  no_traffic: 'No instance gets traffic.',
  not_running: '{{version}} should be running, but no instance of it is.',
  p95: 'The p95 of {{count}} requests in the last {{period}} was {{value}}.',
  p95_since:
    'The p95 of {{count}} requests in the {{period}} since it took over was {{value}}.',
  removed: 'The service was removed.',
  restored_inconclusive:
    '{{version}} is running again; its checks could not determine whether it is healthy.',
  restored_passed: '{{version}} is running again; its checks passed.',
  restored_unverified:
    '{{version}} is running again; no check verified that it is healthy.',
  rollback_failed: 'The rollback failed at “{{step}}”: {{detail}}',
  running_overridden:
    '{{version}} is running; a person continued without a passed check.',
  running_passed: '{{version}} is running; its checks passed.',
  running_unverified:
    '{{version}} is running; no check verified that it is healthy.',
  stated: '{{text}}',
  step_failed: '“{{step}}” failed: {{detail}}',
  step_failed_silently: '“{{step}}” failed.',
  stopped: '{{version}} was stopped; nothing is running.',
  success_rate:
    '{{value}} of {{count}} requests in the last {{period}} succeeded.',
  success_rate_since:
    '{{value}} of {{count}} requests in the {{period}} since it took over succeeded.',
  superseded: 'A newer deployment replaced it in the queue.',
  target_silent: 'The target has not reported for some time what is running.',
  target_unanswered: 'The target did not respond when it was last called.',
  target_unreported: 'The target has not reported what is running.',
  too_few_requests:
    'Requests in the last {{period}}: {{count}}, too few to judge.',
  too_few_requests_since:
    'Requests in the {{period}} since it took over: {{count}}, too few to judge.',
  unchanged: 'Nothing changed.',
  unresponsive: 'Instances that do not respond: {{unresponsive}} of {{count}}.',
  unserved_traffic: 'Only {{weight}} of the traffic goes to an instance.',
  version_without_traffic: 'No instance of {{version}} gets traffic.',
} as const;
