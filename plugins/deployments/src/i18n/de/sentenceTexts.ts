import type { sentenceTexts as english } from '@slipway/backstage-plugin-deployments-common';
import type { Translated } from './Translated';
import { analysisTexts } from './analysisTexts';
import { checkTexts } from './checkTexts';
import { engineTexts } from './engineTexts';
import { metricTexts } from './metricTexts';
import { planTexts } from './planTexts';
import { refusalTexts } from './refusalTexts';

export const sentenceTexts: Translated<typeof english> = {
  ...analysisTexts,
  ...checkTexts,
  ...engineTexts,
  ...metricTexts,
  ...planTexts,
  ...refusalTexts,
  abandoned_by: 'Aufgegeben von {{person}}',
  abandoned_unknown:
    'Es ist unbekannt, welche Version läuft; {{version}} verändert die Umgebung vielleicht noch.',
  approval_elsewhere:
    'Deine Freigabe zählt für „{{rule}}“, und jede Regel braucht eine andere Person. Jemand anders aus {{anyOf}} muss freigeben.',
  approval_given:
    'Du hast das schon freigegeben, und jede Person zählt einmal.',
  approval_not_missing: 'Es fehlt keine Freigabe, die du geben kannst.',
  approval_not_needed: 'Es ist keine Freigabe nötig.',
  approval_only: 'Nur {{anyOf}} kann das freigeben.',
  approval_own:
    'Du hast dieses Deployment angefordert, deshalb muss es jemand anders aus {{anyOf}} freigeben.',
  approval_reject_only: 'Nur {{anyOf}} kann das ablehnen.',
  asked_again: '„{{step}}“ wurde noch einmal gebeten aufzuhören',
  baseline_stopped:
    '{{version}} wurde gestoppt, bevor das Rollback beginnen konnte, und keine Version ist als gut bekannt.',
  because: ': {{reason}}',
  cancelled_by: 'Abgebrochen von {{person}}',
  check_needs: 'Der Check {{check}} verlangt {{condition}}.',
  check_now: 'Umgebung jetzt prüfen.',
  command_abandon:
    'Das Deployment endet, obwohl {{version}} die Umgebung vielleicht noch verändert. Eine Sperre hält neue Deployments zurück, bis jemand die Umgebung geprüft hat und sie aufhebt.',
  command_approve_plan:
    'Mit genug Freigaben wird {{version}} deployt, sobald sonst nichts mehr im Weg steht. Deine Freigabe gilt genau dem gezeigten Plan; ändert er sich, zählt sie nicht mehr.',
  command_approve_step:
    'Mit genug Freigaben geht das Deployment von {{version}} weiter.',
  command_cancel_as_rollback:
    'Das bewirkt dasselbe wie „Zurück zu {{version}}“:',
  command_cancel_as_stop: 'Das bewirkt dasselbe wie „{{version}} stoppen“:',
  command_cancel_asks:
    'Das Deployment hält an. Schritte, die sich nicht rückgängig machen lassen, haben begonnen. Deshalb wirst du gefragt, wie es weitergeht, bevor etwas zurückgerollt wird:',
  command_continue:
    'Das Deployment von {{version}} geht weiter, als wäre „{{step}}“ bestanden.',
  command_continue_unrolled:
    'Nichts wird zurückgerollt, und das Deployment von {{version}} geht weiter.',
  command_end: 'Das Deployment von {{version}} endet.',
  command_fail:
    'Das Deployment endet, und die Umgebung bleibt, wie sie jetzt ist: mit {{weight}} ihres Traffics auf {{version}}.',
  command_fail_as_is:
    'Das Deployment endet, und die Umgebung bleibt, wie sie jetzt ist.',
  command_hold:
    'Eine Sperre hält neue Deployments zurück, bis jemand sie aufhebt.',
  command_other_blockers: 'Alle anderen Blocker gelten weiter.',
  command_overridden:
    'Der Schritt wird als übergangen vermerkt, deshalb zählt {{version}} nicht als zuletzt gut bekannte Version.',
  command_override: '{{version}} wird deployt trotz: {{blockers}}',
  command_pause:
    'Das Deployment von {{version}} beginnt keinen neuen Schritt, bis jemand es fortsetzt. Ein laufender Schritt läuft zu Ende.',
  command_pause_rollout:
    'Das Deployment von {{version}} beginnt keinen neuen Schritt, bis jemand es fortsetzt. Ein laufender Schritt läuft zu Ende, aber ein Rollout beginnt keine neue Stufe.',
  command_promote:
    '{{version}} bekommt jetzt {{weight}} des Traffics statt {{previous}}',
  command_promote_unproven: ', obwohl seine Analyse nicht bestanden ist',
  command_reject: '„{{step}}“ schlägt fehl und wird nicht wiederholt.',
  command_resume:
    'Das Deployment von {{version}} geht mit dem nächsten Schritt weiter.',
  command_resume_rollout: 'Das Deployment von {{version}} geht weiter.',
  command_retry:
    '„{{step}}“ beginnt von vorn. Die bisherigen Messungen zählen nicht mehr.',
  command_retry_step: 'Der Schritt beginnt von vorn.',
  command_rollback_last_good:
    '{{version}}, die zuletzt als gut bekannte Version, wird statt {{other}} wieder deployt.',
  command_rollback_last_good_traffic:
    '{{version}}, die zuletzt als gut bekannte Version, wird wieder deployt und bekommt den ganzen Traffic; {{other}} wird gestoppt.',
  command_rollback_rest:
    'Was von {{version}} schon gestartet ist, wird gestoppt. Es gibt keine frühere Version, deshalb läuft danach nichts.',
  command_rollback_restore:
    '{{version}} wird statt {{other}} wiederhergestellt.',
  command_rollback_stop:
    '{{version}} wird gestoppt. Es gibt keine frühere Version, deshalb läuft danach nichts.',
  command_rollback_traffic:
    'Der ganze Traffic geht zurück an {{version}}, das noch läuft, und {{other}} wird gestoppt.',
  command_skip:
    '„{{step}}“ endet jetzt ohne Urteil, und das Deployment von {{version}} geht weiter.',
  command_skip_stages: 'Die übrigen Stufen von „{{step}}“ werden übersprungen.',
  crash_loop: '{{version}} stürzt immer wieder ab: {{count}} Neustarts.',
  crash_loop_last:
    '{{version}} stürzt immer wieder ab: {{count}} Neustarts. Zuletzt: {{last}}',
  decide_how: 'Entscheide, wie es weitergeht',
  decided_by: 'Entschieden von {{person}}',
  default_threshold: 'Der voreingestellte Schwellwert ist {{condition}}.',
  deployment_abandoned: 'Das Deployment von {{version}} wurde aufgegeben:',
  deployment_checks_failed:
    '{{version}} hat die Checks seines Deployments nicht bestanden.',
  deployment_checks_passed:
    '{{version}} hat die Checks seines Deployments bestanden.',
  deployment_failed:
    'Das Deployment von {{version}} schlug fehl, nachdem es die Umgebung verändert hatte:',
  deployment_rollback_failed:
    'Das Rollback des Deployments von {{version}} schlug fehl:',
  deployment_rolled_back: 'Das Deployment von {{version}} wurde zurückgerollt:',
  ending: 'Soll aufhören, weil das Deployment endet',
  event_abandoned: 'Aufgegeben:',
  event_approvals_voided:
    'Frühere Freigaben zählen nicht mehr, weil sich der Plan geändert hat:',
  event_approved_plan: '{{person}} hat den Plan freigegeben',
  event_approved_step: '{{person}} hat „{{step}}“ freigegeben',
  event_attempt: ', Versuch {{attempt}}',
  event_baseline: '; jetzt läuft {{version}}',
  event_baseline_retired: 'Die vorherige Version wurde gestoppt',
  event_blocked: 'Wartet auf den Beginn:',
  event_cancelled: 'Abgebrochen:',
  event_candidate_ready: '{{version}} ist bereit, neben der vorherigen Version',
  event_claimed: 'Eine andere Replik des Portals hat die Arbeit übernommen',
  event_decided_continue: '{{person}} hat entschieden weiterzumachen',
  event_decided_fail:
    '{{person}} hat entschieden, es als fehlgeschlagen zu beenden',
  event_decided_retry:
    '{{person}} hat entschieden, es noch einmal zu versuchen',
  event_decided_rollback: '{{person}} hat entschieden zurückzurollen',
  event_decision_needed: 'Eine Person muss entscheiden:',
  event_expired: 'Verfallen:',
  event_failed: 'Fehlgeschlagen:',
  event_first_change: '; er verändert die Umgebung als Erster',
  event_has_failed: ': fehlgeschlagen:',
  event_has_started: ': begonnen',
  event_has_succeeded: ': erfolgreich',
  event_has_to_retry: ': fehlgeschlagen, nächster Versuch um {{time}}:',
  event_has_unknown_outcome: ': unbekannt, ob es noch läuft:',
  event_hotfix: ', als Hotfix',
  event_overrode:
    '{{person}} hat sich über das hinweggesetzt, was das Deployment aufhielt',
  event_paused: '{{person}} hat das Deployment angehalten',
  event_promoted:
    '{{person}} hat „{{step}}“ auf {{weight}} des Traffics erhöht',
  event_promoted_in_time:
    'Niemand hat rechtzeitig entschieden, deshalb hat Slipway „{{step}}“ auf {{weight}} des Traffics erhöht',
  event_rejected_plan: '{{person}} hat den Plan abgelehnt',
  event_rejected_step: '{{person}} hat „{{step}}“ abgelehnt',
  event_replaces: ', was das laufende Deployment zurückrollt',
  event_requested_deploy:
    '{{person}} hat das Deployment von {{version}} angefordert',
  event_requested_remove:
    '{{person}} hat angefordert, den Service zu entfernen',
  event_requested_restart:
    '{{person}} hat den Neustart von {{version}} angefordert',
  event_requested_rollback:
    '{{person}} hat das Rollback auf {{version}} angefordert',
  event_resumed: '{{person}} hat das Deployment fortgesetzt',
  event_rollback_failed: 'Das Rollback schlug fehl:',
  event_rollback_planned:
    'Die laufenden Schritte sind zu Ende, und das Rollback hat neue Schritte',
  event_rollback_planned_to:
    'Die laufenden Schritte sind zu Ende, und das Rollback führt zu {{version}}',
  event_rollback_started: 'Rollback auf {{version}}:',
  event_rollback_started_to_nothing:
    'Rollback ohne frühere Version, danach läuft nichts:',
  event_rollback_step: 'Rollback:',
  event_rolled_back: 'Zurückgerollt:',
  event_skipped_steps: '; {{count}} von {{total}} Schritten entfallen',
  event_started: 'Begonnen auf dem Golden Path {{path}}',
  event_step_asked: '„{{step}}“ wurde gebeten aufzuhören:',
  event_step_asked_again:
    '„{{step}}“ wurde gebeten aufzuhören, Anfrage {{ask}}:',
  event_step_awaits_decision: '„{{step}}“ wartet auf eine Entscheidung:',
  event_step_awaits_others: '„{{step}}“ wartet auf jemanden anderswo:',
  event_step_continues: '„{{step}}“ geht weiter:',
  event_step_reported: '„{{step}}“:',
  event_step_retrying: '„{{step}}“ schlug fehl, nächster Versuch um {{time}}:',
  event_step_running: '„{{step}}“ läuft noch',
  event_step_skipped: '„{{step}}“ wurde übersprungen:',
  event_step_started: '„{{step}}“ hat begonnen',
  event_step_stopped: '„{{step}}“ wurde gestoppt',
  event_step_succeeded: '„{{step}}“ war erfolgreich',
  event_step_unstopped: 'Es ist unbekannt, ob „{{step}}“ aufgehört hat',
  event_step_waiting: '„{{step}}“ wartet:',
  event_stopping: 'Das Deployment hält an:',
  event_succeeded: 'Erfolgreich:',
  event_superseded: 'Ersetzt:',
  event_traffic_shifted: '{{weight}} des Traffics gehen an {{version}}',
  event_unblocked: 'Nichts hält das Deployment mehr auf',
  event_verdict_error: ', ohne dass gemessen werden konnte',
  event_verdict_failed: ', die Checks sind nicht bestanden',
  event_verdict_inconclusive: ', ohne klares Urteil',
  event_verdict_overridden: ', von einer Person übergangen',
  event_verdict_passed: ', die Checks sind bestanden',
  expired: 'Das Deployment konnte nicht rechtzeitig starten.',
  figures_pending: 'Die Requests wurden noch nicht gemessen.',
  follows: ':',
  had_traffic: '{{version}} hatte {{weight}} des Traffics.',
  hint_approve: 'Du kannst das freigeben.',
  hint_approve_without_permission:
    'Die Regel nennt dich, aber dir fehlt die Berechtigung, hier Deployments freizugeben.',
  hint_lift_hold: 'Du kannst die Sperre aufheben.',
  hint_resolve_drift: 'Du kannst übernehmen oder überschreiben, was läuft.',
  irreversible:
    '„{{step}}“ lässt sich nicht rückgängig machen, deshalb funktioniert {{version}} vielleicht nicht mehr.',
  irreversible_only: '„{{step}}“ lässt sich nicht rückgängig machen.',
  irreversible_unknown:
    '„{{step}}“ lässt sich nicht rückgängig machen, deshalb funktioniert die vorherige Version vielleicht nicht mehr.',
  keeps_traffic: '{{version}} behält {{weight}} des Traffics.',
  label_abandon: 'Deployment aufgeben',
  label_approve_version: '{{version}} freigeben',
  label_cancel: 'Deployment abbrechen',
  label_continue: 'Ohne „{{step}}“ weitermachen',
  label_continue_unrolled: 'Ohne Rollback weitermachen',
  label_fail: 'Als fehlgeschlagen beenden',
  label_override: 'Trotzdem starten',
  label_pause: 'Anhalten',
  label_promote: 'Auf {{weight}} erhöhen',
  label_reject_version: '{{version}} ablehnen',
  label_resume: 'Fortsetzen',
  label_retry: '„{{step}}“ wiederholen',
  label_retry_step: 'Wiederholen',
  label_roll_back: 'Zurück zu {{version}}',
  label_skip: '„{{step}}“ überspringen',
  label_stop: '{{version}} stoppen',
  left_as_is: 'Die Umgebung bleibt, wie sie jetzt ist.',
  no_approval: 'Niemand hat es rechtzeitig freigegeben',
  no_decision: 'Niemand hat rechtzeitig entschieden',
  no_rollback_target:
    '{{version}} ist schon gestoppt, und keine Version ist als gut bekannt. Es gibt also keinen Weg zurück.',
  no_traffic: 'Keine Instanz bekommt Traffic.',
  no_version_before:
    'Vorher lief hier keine Version, es gibt also keinen Weg zurück.',
  not_resumed:
    'Das Deployment war angehalten, und niemand hat es rechtzeitig fortgesetzt',
  not_running: '{{version}} sollte laufen, aber keine Instanz läuft.',
  nothing_to_restore:
    'Es gibt auch keine frühere Version, nach einem Rollback würde also nichts laufen.',
  only_person: 'Das kann nur eine Person entscheiden.',
  p95: 'Das p95 von {{count}} Requests in den letzten {{period}} war {{value}}.',
  p95_since:
    'Das p95 von {{count}} Requests in den {{period}} seit der Übernahme war {{value}}.',
  permission_abandon:
    'Dir fehlt die Berechtigung, hier Deployments aufzugeben.',
  permission_approve:
    'Dir fehlt die Berechtigung, hier Deployments freizugeben.',
  permission_ask: 'Bitte {{anyOf}} darum.',
  permission_ask_operators:
    'Bitte die Betreiber des Portals um die Berechtigung {{permission}}.',
  permission_control:
    'Dir fehlt die Berechtigung, hier Deployments zu steuern.',
  permission_create: 'Dir fehlt die Berechtigung, hier zu deployen.',
  permission_override:
    'Dir fehlt die Berechtigung, hier Blocker von Deployments zu übergehen.',
  permission_roll_back: 'Dir fehlt die Berechtigung, hier zurückzurollen.',
  proposal_breached:
    '{{version}} hat die Überwachung in {{environment}} nicht bestanden.',
  proposal_failed: '{{version}} schlug in {{environment}} fehl.',
  proposal_in_progress: '{{version}} wird schon nach {{environment}} deployt.',
  proposal_newest: 'Die neueste Version, die sich hier deployen lässt.',
  proposal_no_newer_verified:
    'In {{environment}} wurde noch keine neuere Version verifiziert. Deploye zuerst eine dorthin, oder wähle selbst eine.',
  proposal_none: 'Noch ist keine Version registriert.',
  proposal_none_newer:
    '{{version}} läuft schon in {{environment}}, und keine neuere Version ist registriert.',
  proposal_none_verified:
    'In {{environment}} wurde noch keine Version verifiziert. Deploye zuerst eine dorthin, oder wähle selbst eine.',
  proposal_rolled_back: '{{version}} wurde in {{environment}} zurückgerollt.',
  proposal_succeeded:
    'Die neueste Version, die nach {{environment}} deployt wurde.',
  proposal_verified:
    'Die neueste Version, die in {{environment}} verifiziert ist.',
  rejected_by: 'Abgelehnt von {{person}}',
  removed: 'Der Service wurde entfernt.',
  restored_inconclusive:
    '{{version}} wurde wiederhergestellt; die Checks konnten nicht feststellen, ob es gesund war.',
  restored_passed:
    '{{version}} wurde wiederhergestellt und hat die Checks bestanden.',
  restored_unverified:
    '{{version}} wurde wiederhergestellt; kein Check hat bestätigt, dass es gesund war.',
  rollback_active: 'Das laufende Deployment wird zurückgerollt.',
  rollback_active_already: 'Das laufende Deployment wird schon zurückgerollt.',
  rollback_active_rollback: 'Das Rollback auf {{version}} läuft schon.',
  rollback_bring_back:
    '{{version}}, die zuletzt als gut bekannte Version, zurückbringen',
  rollback_cancel: '„{{step}}“ abbrechen',
  rollback_failed_because: 'Das Rollback schlug bei „{{step}}“ fehl:',
  rollback_failed_restore:
    'Das Rollback konnte {{version}} nicht wiederherstellen:',
  rollback_failed_stop: 'Das Rollback konnte {{version}} nicht stoppen:',
  rollback_failed_undo:
    'Das Rollback konnte „{{step}}“ nicht rückgängig machen:',
  rollback_failed_verify:
    'Das Rollback konnte nicht bestätigen, dass {{version}} gesund ist:',
  rollback_none_deployed: 'Nach {{environment}} wurde noch nichts deployt.',
  rollback_none_eligible:
    '{{environment}} kann auf keine frühere Version zurückgerollt werden.',
  rollback_none_other:
    'Vor {{version}} lief in {{environment}} keine andere Version.',
  rollback_overwrites_drift: 'Das Rollback überschreibt sie.',
  rollback_refused: '{{version}}:',
  rollback_refused_failed: 'Das Deployment war nicht erfolgreich',
  rollback_refused_quarantined: 'In Quarantäne: {{reason}}',
  rollback_restore: '{{version}} statt {{other}} wiederherstellen',
  rollback_send_back:
    'Den ganzen Traffic zurück an {{version}} geben und {{other}} stoppen',
  rollback_stop: '{{version}} stoppen; sonst läuft nichts',
  rollback_undo: '„{{step}}“ rückgängig machen',
  rollback_verify: 'Prüfen, ob {{version}} gesund ist',
  rolled_back_by: 'Zurückgerollt von {{person}}',
  running_overridden:
    'Eine Person hat ohne bestandenen Check von {{version}} weitergemacht.',
  running_passed: '{{version}} hat die Checks bestanden.',
  running_unverified: 'Kein Check hat bestätigt, dass {{version}} gesund war.',
  skipped_by: 'Übersprungen von {{person}}',
  slot_removes: 'Dann wird die Version entfernt, die gerade läuft.',
  slot_replaced: 'Es wird für dieses zurückgerollt.',
  slot_restarts: 'Dann wird die Version neu gestartet, die gerade läuft.',
  stated: '{{text}}',
  step_failed_because: '„{{step}}“ schlug fehl:',
  step_failed_silently: '„{{step}}“ schlug fehl.',
  step_unmeasured: '„{{step}}“ konnte nicht messen',
  step_without_verdict: '„{{step}}“ hat kein klares Urteil',
  still_runs: '{{version}} läuft noch.',
  stopped: '{{version}} wurde gestoppt; danach lief nichts mehr.',
  success_rate:
    '{{value}} von {{count}} Requests in den letzten {{period}} waren erfolgreich.',
  success_rate_since:
    '{{value}} von {{count}} Requests in den {{period}} seit der Übernahme waren erfolgreich.',
  superseded: 'Ein neueres Deployment hat es in der Warteschlange ersetzt.',
  target_silent: 'Das Target hat seit einiger Zeit nicht gemeldet, was läuft.',
  target_unanswered: 'Das Target hat auf den letzten Aufruf nicht geantwortet.',
  target_unmeasured:
    'Gerade lässt sich nichts messen: Kein Service antwortet dem Portal rechtzeitig.',
  target_unreported: 'Das Target hat noch nicht gemeldet, was läuft.',
  timed_out: 'Es dauerte länger als {{period}}',
  too_few_requests:
    'Requests in den letzten {{period}}: {{count}}, zu wenige für ein Urteil.',
  too_few_requests_since:
    'Requests in den {{period}} seit der Übernahme: {{count}}, zu wenige für ein Urteil.',
  took_over_hotfix: '{{person}} hat die Umgebung für einen Hotfix übernommen',
  took_over_newer:
    '{{person}} hat die Umgebung für ein neueres Deployment übernommen',
  took_over_rollback: '{{person}} hat die Umgebung für ein Rollback übernommen',
  unchanged: 'Nichts hat sich geändert.',
  unresponsive:
    'Instanzen, die nicht antworten: {{unresponsive}} von {{count}}.',
  unserved_traffic: 'Nur {{weight}} des Traffics erreichen eine Instanz.',
  version_never_deployed: '{{version}} wurde noch nirgends deployt.',
  version_unverified:
    '{{version}} ist in {{environment}} noch nicht verifiziert.',
  version_without_traffic: 'Keine Instanz von {{version}} bekommt Traffic.',
  waited_too_long: 'Es hat {{period}} anderswo gewartet, länger darf es nicht:',
};
