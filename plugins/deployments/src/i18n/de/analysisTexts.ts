/** What the analysis of a rollout found, by the codes of the server's sentences. */
export const analysisTexts = {
  analysis_amount_less:
    '{{effect}} weniger in {{candidate}} als in {{baseline}}',
  analysis_amount_more: '{{effect}} mehr in {{candidate}} als in {{baseline}}',
  analysis_amount_times:
    '{{times}}-mal so viel in {{candidate}} wie in {{baseline}}',
  analysis_baseline_requests:
    '; {{baseline}}: {{events}} von {{total}} ({{share}})',
  analysis_baseline_value: '; {{baseline}}: {{observed}}',
  analysis_between:
    'Eine Person entscheidet: Der Score ist unter {{pass}}, aber nicht unter {{marginal}}.',
  analysis_count_less:
    '{{effect}} seltener in {{candidate}} als in {{baseline}}',
  analysis_count_more:
    '{{effect}} häufiger in {{candidate}} als in {{baseline}}',
  analysis_count_times:
    '{{times}}-mal so häufig in {{candidate}} wie in {{baseline}}',
  analysis_gauge_less:
    '{{effect}} niedriger in {{candidate}} als in {{baseline}}',
  analysis_gauge_more: '{{effect}} höher in {{candidate}} als in {{baseline}}',
  analysis_gauge_times:
    '{{times}}-mal so hoch in {{candidate}} wie in {{baseline}}',
  analysis_group_low: 'Der Score einer Gruppe ist unter ihrem Minimum.',
  analysis_harm: '{{candidate}} bewirkt eine Verschlechterung.',
  analysis_interval:
    ', mit einem 95-%-Intervall von {{low}} bis {{high}}; ab {{minimum}} zählt es',
  analysis_interval_times:
    ', mit einem 95-%-Intervall vom {{low}}- bis zum {{high}}-Fachen; ab {{minimum}} zählt es',
  analysis_interval_unknown:
    ', mit unbekanntem Intervall; ab {{minimum}} zählt es',
  analysis_last_requests:
    ', zuletzt mit {{events}} von {{total}} Requests ({{share}})',
  analysis_last_value: ', zuletzt mit {{observed}}',
  analysis_latency_less:
    '{{effect}} schneller in {{candidate}} als in {{baseline}}',
  analysis_latency_more:
    '{{effect}} langsamer in {{candidate}} als in {{baseline}}',
  analysis_latency_times:
    '{{times}}-mal so langsam in {{candidate}} wie in {{baseline}}',
  analysis_limit: '{{candidate}} hat ein Limit überschritten.',
  analysis_looks_left: '; es braucht etwa {{count}} weitere Auswertungen',
  analysis_low: 'Der Score ist unter {{marginal}}.',
  analysis_measuring: 'Es wird gemessen:',
  analysis_metric: '„{{metric}}“:',
  analysis_more_data: 'Es braucht mehr Daten.',
  analysis_must_pass:
    'Bewiesen ist es noch nicht: In der letzten Stufe muss die Analyse bestehen.',
  analysis_needs_data: 'Es wird gemessen: Es braucht mehr Daten.',
  analysis_no_data: 'keine Daten von {{version}}',
  analysis_no_data_both: 'keine Daten von {{candidate}} und {{baseline}}',
  analysis_no_data_often: 'eine Version lieferte oft keine Daten',
  analysis_no_sign:
    'Bisher kein Zeichen einer Verschlechterung in {{candidate}}, die Version darf also mehr Traffic bekommen.',
  analysis_not_excluded:
    'eine Änderung bis {{worst}} ist nicht ausgeschlossen (ab {{minimum}} zählt sie)',
  analysis_not_proven: 'Noch nicht bewiesen:',
  analysis_one_other: '1 weitere Metrik ist betroffen.',
  analysis_only_in:
    'nur in {{candidate}}, nie in {{baseline}}; ab {{minimum}} zählt es',
  analysis_others: '{{count}} weitere Metriken sind betroffen.',
  analysis_over_limit:
    '{{candidate}} hat das Limit von {{limit}} überschritten',
  analysis_over_limit_in_a_row:
    '{{candidate}} hat das Limit von {{limit}} in {{looks}} Auswertungen nacheinander überschritten',
  analysis_passed:
    'Bestanden: {{candidate}} ist nicht wesentlich schlechter als {{baseline}}.',
  analysis_quantile_less:
    '{{effect}} weniger langsame Requests in {{candidate}} als in {{baseline}}',
  analysis_quantile_more:
    '{{effect}} mehr langsame Requests in {{candidate}} als in {{baseline}}',
  analysis_quantile_times:
    '{{times}}-mal so viele langsame Requests in {{candidate}} wie in {{baseline}}',
  analysis_score_between:
    'Eine Person entscheidet: Der Score von {{score}} ist unter {{pass}}, aber nicht unter {{marginal}}.',
  analysis_score_low: 'Der Score von {{score}} ist unter {{marginal}}.',
  analysis_time_is_up_advance: 'Promotet: Die Zeit ist ohne Urteil abgelaufen.',
  analysis_time_is_up_continue:
    'Es wird gemessen: Die Zeit ist ohne Urteil abgelaufen.',
  analysis_time_is_up_hold:
    'Eine Person entscheidet: Die Zeit ist ohne Urteil abgelaufen.',
  analysis_time_is_up_rollback: 'Die Zeit ist ohne Urteil abgelaufen.',
  analysis_too_few_data: 'noch zu wenige Daten',
  analysis_too_little_traffic:
    'noch zu wenige Daten bei diesem Anteil des Traffics',
  analysis_with_requests: ', mit {{events}} von {{total}} Requests ({{share}})',
  analysis_with_value: ', mit {{observed}}',
} as const;
