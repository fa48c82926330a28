/** The English texts of what the analysis of a rollout found, by their codes. Effects, shares and limits are given as text. */
export const analysisTexts = {
  analysis_amount_less: '{{effect}} less in {{candidate}} than in {{baseline}}',
  analysis_amount_more: '{{effect}} more in {{candidate}} than in {{baseline}}',
  analysis_amount_times:
    '{{times}} times as much in {{candidate}} as in {{baseline}}',
  analysis_baseline_requests:
    '; {{baseline}}: {{events}} of {{total}} ({{share}})',
  analysis_baseline_value: '; {{baseline}}: {{observed}}',
  analysis_between:
    'A person decides: the score is below {{pass}}, but not below {{marginal}}.',
  analysis_count_less:
    '{{effect}} less frequent in {{candidate}} than in {{baseline}}',
  analysis_count_more:
    '{{effect}} more frequent in {{candidate}} than in {{baseline}}',
  analysis_count_times:
    '{{times}} times as frequent in {{candidate}} as in {{baseline}}',
  analysis_gauge_less: '{{effect}} lower in {{candidate}} than in {{baseline}}',
  analysis_gauge_more:
    '{{effect}} higher in {{candidate}} than in {{baseline}}',
  analysis_gauge_times:
    '{{times}} times as high in {{candidate}} as in {{baseline}}',
  analysis_group_low: 'The score of a group is below its minimum.',
  analysis_harm: '{{candidate}} does harm.',
  analysis_interval:
    ', with a 95 % interval from {{low}} to {{high}}; {{minimum}} matters',
  analysis_interval_times:
    ', with a 95 % interval from {{low}} to {{high}} times; {{minimum}} matters',
  analysis_interval_unknown: ', with an unknown interval; {{minimum}} matters',
  analysis_last_requests:
    ', last with {{events}} of {{total}} requests ({{share}})',
  analysis_last_value: ', last with {{observed}}',
  analysis_latency_less:
    '{{effect}} faster in {{candidate}} than in {{baseline}}',
  analysis_latency_more:
    '{{effect}} slower in {{candidate}} than in {{baseline}}',
  analysis_latency_times:
    '{{times}} times as slow in {{candidate}} as in {{baseline}}',
  analysis_limit: '{{candidate}} exceeded a limit.',
  analysis_looks_left: '; it takes roughly {{count}} more looks',
  analysis_low: 'The score is below {{marginal}}.',
  analysis_measuring: 'Measuring:',
  analysis_metric: '“{{metric}}”:',
  analysis_more_data: 'More data are needed.',
  analysis_must_pass: "It isn't proven yet: it has to pass at the last stage.",
  analysis_needs_data: 'Measuring: more data are needed.',
  analysis_no_data: 'no data from {{version}}',
  analysis_no_data_both: 'no data from {{candidate}} and {{baseline}}',
  analysis_no_data_often: 'one version often reported no data',
  analysis_no_sign:
    'No sign of harm in {{candidate}} so far, so it may get more traffic.',
  analysis_not_excluded:
    "a change of up to {{worst}} can't be ruled out ({{minimum}} would matter)",
  analysis_not_proven: 'Not proven yet:',
  analysis_one_other: '1 more metric is concerned.',
  analysis_only_in:
    'only in {{candidate}}, and never in {{baseline}}; {{minimum}} matters',
  analysis_others: '{{count}} more metrics are concerned.',
  analysis_over_limit: '{{candidate}} exceeded the limit of {{limit}}',
  analysis_over_limit_in_a_row:
    '{{candidate}} exceeded the limit of {{limit}} in {{looks}} looks in a row',
  analysis_passed:
    'Passed: {{candidate}} is not meaningfully worse than {{baseline}}.',
  analysis_quantile_less:
    '{{effect}} fewer slow requests in {{candidate}} than in {{baseline}}',
  analysis_quantile_more:
    '{{effect}} more slow requests in {{candidate}} than in {{baseline}}',
  analysis_quantile_times:
    '{{times}} times as many slow requests in {{candidate}} as in {{baseline}}',
  analysis_score_between:
    'A person decides: the score of {{score}} is below {{pass}}, but not below {{marginal}}.',
  analysis_score_low: 'The score of {{score}} is below {{marginal}}.',
  analysis_time_is_up_advance: 'Promoted: time ran out without a verdict.',
  analysis_time_is_up_continue: 'Measuring: time ran out without a verdict.',
  analysis_time_is_up_hold: 'A person decides: time ran out without a verdict.',
  analysis_time_is_up_rollback: 'Time ran out without a verdict.',
  analysis_too_few_data: 'not enough data yet',
  analysis_too_little_traffic:
    'not enough data with this share of the traffic yet',
  analysis_with_requests: ', with {{events}} of {{total}} requests ({{share}})',
  analysis_with_value: ', with {{observed}}',
} as const;
