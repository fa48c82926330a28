/** What a plan says, by the codes of the server's sentences. */
export const planTexts = {
  drift_nothing_runs: 'Hier sollte {{expected}} laufen, es läuft aber nichts.',
  drift_other_runs:
    'Hier sollte {{expected}} laufen, es läuft aber {{observed}}.',
  drift_unknown_runs:
    'Hier läuft {{observed}}, wurde aber nicht mit Slipway deployt.',
  plan_asks: 'Zuerst wird gefragt, wie es weitergeht.',
  plan_asks_from:
    'Ab „{{step}}“ entscheidet stattdessen eine Person, weil der Schritt nicht rückgängig gemacht werden kann.',
  plan_cancels:
    'Das Deployment von {{version}} hat noch nichts verändert. Es wird abgebrochen, bevor das Rollback beginnt.',
  plan_cancels_other:
    'Das Deployment einer anderen Version hat noch nichts verändert. Es wird abgebrochen, bevor das Rollback beginnt.',
  plan_else_decides: '; ist das nicht mehr möglich, entscheidet eine Person.',
  plan_else_redeploys:
    '; ist das nicht mehr möglich, wird {{version}}, die zuletzt als gut bekannte Version, erneut deployt.',
  plan_fails:
    'Das Deployment stoppt, nichts wird zurückgerollt, und die Umgebung wird gesperrt.',
  plan_few_approvers:
    'Die Freigabe „{{rule}}“ braucht {{needed}} Personen, aber der Katalog hat nur {{count}} zulässige Mitglieder von {{anyOf}}.',
  plan_lasting:
    '„{{step}}“ von {{version}} kann nicht rückgängig gemacht werden: Was der Schritt verändert hat, bleibt.',
  plan_lasting_rollback:
    '„{{step}}“ von {{version}} kann nicht rückgängig gemacht werden: Was der Schritt verändert hat, bleibt, und {{other}} funktioniert vielleicht nicht damit.',
  plan_no_approver:
    'Niemand kann die Freigabe „{{rule}}“ geben: Der Katalog hat kein zulässiges Mitglied von {{anyOf}}.',
  plan_one_approver:
    'Die Freigabe „{{rule}}“ braucht {{needed}} Personen, aber der Katalog hat nur 1 zulässiges Mitglied von {{anyOf}}.',
  plan_replaces:
    'Das Deployment von {{version}} läuft. Es wird zurückgerollt, bevor dieses beginnt.',
  plan_replaces_other:
    'Das Deployment einer anderen Version läuft. Es wird zurückgerollt, bevor dieses beginnt.',
  plan_restores: '{{version}} wird wiederhergestellt',
  plan_rollback_fails:
    'Nichts wird zurückgerollt. Die Umgebung wird gesperrt, und eine Person muss sie prüfen.',
  plan_scheduled:
    '{{version}} ist für {{time}} geplant und ersetzt dann diese Version. Brich jenes Deployment ab, wenn es niemand mehr braucht.',
  plan_sends_back:
    'Solange {{version}} noch läuft, geht der ganze Traffic dorthin zurück',
  plan_stops: 'Hier läuft jetzt nichts, also wird die neue Version gestoppt',
  plan_then_decides:
    '; danach ist keine Version als gut bekannt, und eine Person entscheidet.',
  plan_then_redeploys:
    '; danach wird {{version}}, die zuletzt als gut bekannte Version, erneut deployt.',
  result_alone: ': keine vorherige Version läuft',
  result_already: '{{version}} ist bereits deployt',
  result_approved: 'Freigegeben von {{person}}',
  result_approved_also: ', {{person}}',
  result_awaits_traffic: 'Wartet, bis {{version}} Traffic bekommt',
  result_cancelled: 'Für das Rollback abgebrochen',
  result_checking: 'Prüft {{version}}',
  result_checks_failed: 'Seine Checks wurden nicht bestanden',
  result_compared:
    '{{count}} Antworten verglichen: anderer Status bei {{status}}, anderer Inhalt bei {{body}}',
  result_compared_one:
    '1 Antwort verglichen: anderer Status bei {{status}}, anderer Inhalt bei {{body}}',
  result_copy_ending: 'Das Kopieren endet',
  result_copy_starting: 'Das Kopieren von Anfragen beginnt',
  result_copying: '{{percent}} % der Anfragen werden kopiert',
  result_deploying: '{{version}} wird deployt',
  result_deploying_again: 'Deployt {{version}} noch einmal',
  result_ended: 'Der Schritt war schon beendet',
  result_gets: '{{version}} bekommt {{weight}} des Traffics',
  result_job_ended: 'Der Job ist beendet',
  result_job_ended_as: 'Der Job ist beendet: {{state}}',
  result_job_ended_because: 'Der Job ist beendet: {{state}} ({{detail}})',
  result_job_is: 'Stand des Jobs: {{state}}',
  result_job_no_field: 'Die Antwort hat kein Feld {{field}}',
  result_job_started: 'Der Job wurde gestartet',
  result_job_unread:
    'Der Stand des Jobs konnte nicht gelesen werden: {{detail}}',
  result_no_verdict: 'Der Schritt endete ohne Urteil',
  result_nothing_to_undo: 'Es gibt nichts rückgängig zu machen',
  result_question: 'Promote sie auf {{weight}}, oder rolle zurück.',
  result_ready: 'Bereit',
  result_ready_idle: '{{version}} ist bereit, ohne Traffic',
  result_ready_paused: 'Bereit, ohne Traffic, weil das Deployment pausiert ist',
  result_shadow_alone:
    'Keine vorherige Version läuft, also gibt es keine Antworten zum Vergleichen',
  result_share: '{{weight}} des Traffics',
  result_shifting: '{{weight}} des Traffics werden umgeleitet',
  result_shifting_share:
    '{{weight}} des Traffics werden zu {{version}} umgeleitet',
  result_shifting_to: 'Traffic wird zu {{version}} umgeleitet',
  result_stage_at_least: 'Die Stufe dauert mindestens {{period}}.',
  result_stage_lasts: 'Die Stufe dauert {{period}}.',
  result_stage_paused: 'Pausiert, also beginnt keine neue Stufe.',
  result_stage_promoted: 'Eine Person muss die Version promoten.',
  result_stopping_all: 'Alle Instanzen werden gestoppt',
  result_stopping_previous: 'Die vorherige Version wird gestoppt',
  result_unclear: 'Seine Checks ergaben kein klares Urteil',
  result_waited: '{{period}} gewartet',
  result_waiting: 'Wartet {{period}}',
  result_watching: 'Beobachtet: {{checks}}',
  skip_condition: 'seine Bedingung trifft nicht zu',
  skip_lacks: '{{path}} enthält {{wanted}} nicht',
  skip_none: '{{path}} ist {{found}}, nicht eines von {{wanted}}',
  skip_not: '{{path}} ist {{found}}, nicht {{wanted}}',
  skip_opposite: 'es trifft zu, was nicht zutreffen darf',
  skip_prefix: '{{path}} beginnt nicht mit {{wanted}}',
  skip_set: '{{path}} ist gesetzt',
  skip_unset: '{{path}} ist nicht gesetzt',
  skip_unset_none:
    '{{path}} ist nicht gesetzt, also nicht eines von {{wanted}}',
  skip_unset_not: '{{path}} ist nicht gesetzt, also nicht {{wanted}}',
  step_approval: 'Auf 1 Freigabe von {{anyOf}} warten',
  step_approvals: 'Auf {{count}} Freigaben von {{anyOf}} warten',
  step_check: '{{checks}} prüfen',
  step_check_for: '{{checks}} {{period}} lang prüfen',
  step_deploy: '{{version}} deployen, mit dem ganzen Traffic',
  step_deploy_alone:
    '{{version}} deployen, mit 100 % des Traffics (keine vorherige Version läuft)',
  step_deploy_canary:
    '{{version}} neben {{other}} deployen, mit {{weight}} des Traffics',
  step_deploy_idle: '{{version}} deployen, ohne Traffic',
  step_deploy_idle_next_to:
    '{{version}} neben {{other}} deployen, ohne Traffic',
  step_deploy_in_place:
    '{{version}} statt {{other}} deployen, mit dem ganzen Traffic',
  step_deploy_next_to: '{{version}} neben {{other}} deployen',
  step_fresh_baseline: ', verglichen mit einer neuen Instanz von {{version}}',
  step_job: 'Einen Job mit {{method}} {{url}} ausführen',
  step_notify: '{{recipients}} benachrichtigen',
  step_ramp:
    ': {{from}} des Traffics, verdoppelt bis {{to}}, sobald die Analyse „{{analysis}}“ es erlaubt',
  step_ramp_within: ', innerhalb von {{period}}',
  step_restart: '{{version}} neu starten',
  step_shadow:
    'Bis zu {{period}} lang {{percent}} % der Requests an {{other}} für {{version}} kopieren und die Antworten vergleichen; Benutzer bekommen die von {{other}}',
  step_shadow_alone:
    '{{version}} deployen, ohne Antworten zu vergleichen (keine vorherige Version läuft)',
  step_stage_all: ', dann 100 %',
  step_stage_first_analysis:
    ': {{weight}} des Traffics mit der Analyse „{{analysis}}“',
  step_stage_first_for: ': {{weight}} des Traffics für {{period}}',
  step_stage_first_for_analysis:
    ': {{weight}} des Traffics für mindestens {{period}} mit der Analyse „{{analysis}}“',
  step_stage_first_promoted: ': {{weight}} des Traffics, bis sie promotet wird',
  step_stage_first_promoted_analysis:
    ': {{weight}} des Traffics, bis sie promotet wird, mit der Analyse „{{analysis}}“',
  step_stage_next_analysis: ', dann {{weight}} mit der Analyse „{{analysis}}“',
  step_stage_next_for: ', dann {{weight}} für {{period}}',
  step_stage_next_for_analysis:
    ', dann {{weight}} für mindestens {{period}} mit der Analyse „{{analysis}}“',
  step_stage_next_promoted: ', dann {{weight}}, bis sie promotet wird',
  step_stage_next_promoted_analysis:
    ', dann {{weight}}, bis sie promotet wird, mit der Analyse „{{analysis}}“',
  step_stop: '{{version}} stoppen',
  step_stop_all: 'Stoppen, was läuft',
  step_stop_previous: 'Stoppen, was vorher lief',
  step_traffic: '{{weight}} des Traffics auf {{version}} umleiten',
  step_traffic_all: 'Den ganzen Traffic auf {{version}} umleiten',
  step_wait: '{{period}} warten',
} as const;
