/** The English texts of what single measurements and checks found, by their codes. Values and conditions are given as text. */
export const checkTexts = {
  check_counts: '{{check}}: {{passed}} passed, {{failed}} failed',
  check_data_ended: 'The data ended before the period did',
  check_error: 'The measurement failed:',
  check_errors: '{{count}} errors in a row:',
  check_failed: '{{check}} failed: {{detail}}',
  check_failed_for: '{{check}} failed for {{period}}: {{detail}}',
  check_failed_silently: '{{check}} failed',
  check_failed_silently_for: '{{check}} failed for {{period}}',
  check_failing_at_end: 'The check was failing when the data ended',
  check_few: 'No measurement passed and none failed:',
  check_missed: '{{check}} was {{value}} (needs {{condition}})',
  check_missed_for:
    '{{check}} was {{value}} for {{period}} (needs {{condition}})',
  check_named: '{{check}}:',
  check_no_data:
    'No measurement passed and none failed, because there was no data',
  measured_few: 'Only {{count}} of the {{needed}} samples that the check needs',
  measured_missed: '{{value}} (needs {{condition}})',
  measured_no_boolean:
    'The check needs a yes or no ({{condition}}), but the response has none',
  measured_no_condition:
    'The check has no condition, so it can never pass. Give it a threshold, or a provider with its own conditions',
  measured_no_number:
    'The check needs a number ({{condition}}), but the response has none',
  measured_no_size:
    'The provider did not report a sample size, and the check needs at least {{needed}} samples',
  measured_no_text:
    'The check needs a text ({{condition}}), but the response has none',
  measured_nothing: 'No data in the period',
  measured_otherwise: 'Its condition does not hold',
  shadow_body_fails:
    'The body differs in {{mismatched}} of {{compared}} responses ({{rate}}): more than the tolerated {{limit}}.',
  shadow_body_open:
    'The body differs in {{mismatched}} of {{compared}} responses ({{rate}}): too few to say whether it is less than the tolerated {{limit}}. It may be up to {{upper}}; the confidence is {{confidence}}.',
  shadow_body_passes:
    'The body differs in {{mismatched}} of {{compared}} responses ({{rate}}): less than the tolerated {{limit}}, with {{confidence}} confidence.',
  shadow_dropped: 'Requests that were not compared: {{count}}.',
  shadow_dropped_many:
    'Requests that were not compared: {{count}}, which is too many to pass.',
  shadow_failed: "The responses can't be compared: {{detail}}",
  shadow_latency:
    "The p95 latency is {{latency}}, {{times}} times the previous version's. Latency does not affect the verdict.",
  shadow_none:
    'No requests were copied, because none used a method that is copied.',
  shadow_status_fails:
    'The status differs in {{mismatched}} of {{compared}} responses ({{rate}}): more than the tolerated {{limit}}.',
  shadow_status_open:
    'The status differs in {{mismatched}} of {{compared}} responses ({{rate}}): too few to say whether it is less than the tolerated {{limit}}. It may be up to {{upper}}; the confidence is {{confidence}}.',
  shadow_status_passes:
    'The status differs in {{mismatched}} of {{compared}} responses ({{rate}}): less than the tolerated {{limit}}, with {{confidence}} confidence.',
} as const;
