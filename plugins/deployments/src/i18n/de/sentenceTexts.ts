import type { sentenceTexts as english } from '../sentenceTexts';
import type { Translated } from './Translated';

export const sentenceTexts: Translated<typeof english> = {
  check_needs: 'Der Check {{check}} verlangt {{condition}}.',
  check_now: 'Umgebung jetzt prüfen.',
  crash_loop: '{{version}} stürzt immer wieder ab: {{count}} Neustarts.',
  crash_loop_last:
    '{{version}} stürzt immer wieder ab: {{count}} Neustarts. Zuletzt: {{last}}',
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
  expired: 'Das Deployment konnte nicht rechtzeitig starten.',
  keeps_traffic: '{{version}} behält {{weight}} des Traffics.',
  left_as_is: 'Die Umgebung bleibt, wie sie jetzt ist.',
  no_traffic: 'Keine Instanz bekommt Traffic.',
  not_running: '{{version}} sollte laufen, aber keine Instanz läuft.',
  p95: 'Das p95 von {{count}} Requests in den letzten {{period}} war {{value}}.',
  p95_since:
    'Das p95 von {{count}} Requests in den {{period}} seit der Übernahme war {{value}}.',
  removed: 'Der Service wurde entfernt.',
  restored_inconclusive:
    '{{version}} läuft wieder; die Checks konnten nicht feststellen, ob es gesund ist.',
  restored_passed: '{{version}} läuft wieder; die Checks sind bestanden.',
  restored_unverified:
    '{{version}} läuft wieder; kein Check hat bestätigt, dass es gesund ist.',
  rollback_failed: 'Das Rollback schlug bei „{{step}}“ fehl: {{detail}}',
  running_overridden:
    '{{version}} läuft; eine Person hat ohne bestandenen Check weitergemacht.',
  running_passed: '{{version}} läuft; die Checks sind bestanden.',
  running_unverified:
    '{{version}} läuft; kein Check hat bestätigt, dass es gesund ist.',
  stated: '{{text}}',
  step_failed: '„{{step}}“ schlug fehl: {{detail}}',
  step_failed_silently: '„{{step}}“ schlug fehl.',
  stopped: '{{version}} wurde gestoppt; es läuft nichts.',
  success_rate:
    '{{value}} von {{count}} Requests in den letzten {{period}} waren erfolgreich.',
  success_rate_since:
    '{{value}} von {{count}} Requests in den {{period}} seit der Übernahme waren erfolgreich.',
  superseded: 'Ein neueres Deployment hat es in der Warteschlange ersetzt.',
  target_silent: 'Das Target hat seit einiger Zeit nicht gemeldet, was läuft.',
  target_unanswered: 'Das Target hat auf den letzten Aufruf nicht geantwortet.',
  target_unreported: 'Das Target hat noch nicht gemeldet, was läuft.',
  too_few_requests:
    'Requests in den letzten {{period}}: {{count}}, zu wenige für ein Urteil.',
  too_few_requests_since:
    'Requests in den {{period}} seit der Übernahme: {{count}}, zu wenige für ein Urteil.',
  unchanged: 'Nichts hat sich geändert.',
  unresponsive:
    'Instanzen, die nicht antworten: {{unresponsive}} von {{count}}.',
  unserved_traffic: 'Nur {{weight}} des Traffics erreichen eine Instanz.',
  version_without_traffic: 'Keine Instanz von {{version}} bekommt Traffic.',
};
