export const checkTexts = {
  check_counts: '{{check}}: {{passed}} bestanden, {{failed}} nicht',
  check_data_ended: 'Die Daten endeten vor dem Zeitraum',
  check_error: 'Die Messung ist fehlgeschlagen:',
  check_errors: '{{count}} Fehler in Folge:',
  check_failed: '{{check}} nicht bestanden: {{detail}}',
  check_failed_for: '{{check}} seit {{period}} nicht bestanden: {{detail}}',
  check_failed_silently: '{{check}} nicht bestanden',
  check_failed_silently_for: '{{check}} seit {{period}} nicht bestanden',
  check_failing_at_end: 'Der Check war nicht bestanden, als die Daten endeten',
  check_few: 'Keine Messung hatte ein Ergebnis:',
  check_missed: '{{check}} war {{value}} (verlangt {{condition}})',
  check_missed_for:
    '{{check}} war {{period}} lang {{value}} (verlangt {{condition}})',
  check_named: '{{check}}:',
  check_no_data: 'Keine Messung hatte ein Ergebnis, weil es keine Daten gab',
  measured_few: 'Nur {{count}} der {{needed}} Messwerte, die der Check braucht',
  measured_missed: '{{value}} (verlangt {{condition}})',
  measured_no_boolean:
    'Der Check braucht ein Ja oder Nein ({{condition}}), aber die Antwort enthält keines',
  measured_no_condition:
    'Der Check hat keine Bedingung und kann deshalb nie bestanden werden. Gib ihm einen Schwellenwert oder einen Provider mit eigenen Bedingungen',
  measured_no_number:
    'Der Check braucht eine Zahl ({{condition}}), aber die Antwort enthält keine',
  measured_no_size:
    'Der Provider hat keine Stichprobengröße gemeldet, und der Check braucht mindestens {{needed}} Messwerte',
  measured_no_text:
    'Der Check braucht einen Text ({{condition}}), aber die Antwort enthält keinen',
  measured_nothing: 'Keine Daten im Zeitraum',
  measured_otherwise: 'Seine Bedingung ist nicht erfüllt',
  shadow_body_fails:
    'Der Inhalt unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): mehr als die tolerierten {{limit}}.',
  shadow_body_open:
    'Der Inhalt unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): zu wenige, um zu sagen, ob es weniger sind als die tolerierten {{limit}}. Es können bis zu {{upper}} sein; die Konfidenz ist {{confidence}}.',
  shadow_body_passes:
    'Der Inhalt unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): weniger als die tolerierten {{limit}}, mit {{confidence}} Konfidenz.',
  shadow_dropped: 'Nicht verglichene Anfragen: {{count}}.',
  shadow_dropped_many:
    'Nicht verglichene Anfragen: {{count}}. Das sind zu viele für ein bestandenes Ergebnis.',
  shadow_failed: 'Die Antworten können nicht verglichen werden: {{detail}}',
  shadow_latency:
    'Die p95-Latenz ist {{latency}}, das {{times}}-Fache der vorherigen Version. Sie beeinflusst das Urteil nicht.',
  shadow_none:
    'Keine Anfrage wurde kopiert, weil keine eine Methode hatte, die kopiert wird.',
  shadow_status_fails:
    'Der Status unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): mehr als die tolerierten {{limit}}.',
  shadow_status_open:
    'Der Status unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): zu wenige, um zu sagen, ob es weniger sind als die tolerierten {{limit}}. Es können bis zu {{upper}} sein; die Konfidenz ist {{confidence}}.',
  shadow_status_passes:
    'Der Status unterscheidet sich in {{mismatched}} von {{compared}} Antworten ({{rate}}): weniger als die tolerierten {{limit}}, mit {{confidence}} Konfidenz.',
} as const;
