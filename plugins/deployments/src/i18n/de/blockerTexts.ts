import type {
  blockerTexts as english,
  otherDeploymentTexts as englishOthers,
} from '../blockerTexts';
import type { Translated } from './Translated';

export const blockerTexts: Translated<typeof english> = {
  approvals_one: '{{given}} von {{count}} Freigabe',
  approvals_other: '{{given}} von {{count}} Freigaben',
  condition_unknown:
    'Die Startbedingung „{{condition}}“ ({{description}}) konnte nicht geprüft werden: {{cause}}. Slipway fragt weiter nach.',
  drift: '{{cause}} Laufende Version übernehmen oder überschreiben.',
  hold: 'Gesperrt: {{reason}}',
  paused: 'Angehalten von {{person}}',
  paused_reason: 'Angehalten von {{person}}: {{reason}}',
  promotion_drift:
    'In {{source}} läuft nicht die Version, die deployt wurde: {{cause}}',
  promotion_error:
    '{{version}} läuft in {{source}}, aber die Checks konnten dort nicht gemessen werden.',
  promotion_failed:
    '{{version}} läuft in {{source}}, hat dort aber die Checks nicht bestanden.',
  promotion_hidden:
    'Die Version muss zuerst in einer anderen Umgebung laufen, die du nicht sehen kannst.',
  promotion_inconclusive:
    '{{version}} läuft in {{source}}, aber die Checks waren dort nicht eindeutig.',
  promotion_not_deployed:
    '{{version}} muss zuerst in {{source}} laufen. Dort wurde der Service noch nie deployt.',
  promotion_other_artifact:
    '{{version}} muss zuerst in {{source}} laufen; dort läuft ein anderes Artefakt namens {{version}}.',
  promotion_other_version:
    '{{version}} muss zuerst in {{source}} laufen; dort läuft {{running}}.',
  promotion_overridden:
    '{{version}} läuft in {{source}}, aber eine Person hat dort trotz der Checks weitergemacht.',
  promotion_recorded:
    'Eine Pipeline meldet, dass {{version}} in {{source}} läuft, aber niemand hat nachgesehen. Setze „observe“ bei {{sourceName}} oder „promotesFrom.allowRecorded“ bei {{environmentName}}.',
  promotion_unobserved:
    'Seit dem Deployment hat niemand nachgesehen, ob {{version}} in {{source}} läuft, und der laufende Stand konnte nicht gelesen werden: {{cause}}. Slipway versucht es alle 30\u00a0s erneut.',
  quarantined: '{{version}} ist in Quarantäne: {{reason}}',
  scheduled: 'Für später geplant.',
  slot_queued:
    '{{other}} steht vorn in der Warteschlange. Deployments vor diesem: {{ahead}}.',
  slot_queued_next: '{{other}} steht in der Warteschlange vor diesem.',
  slot_running:
    '{{other}} läuft. Deployments vor diesem in der Warteschlange: {{ahead}}.',
  slot_running_next:
    '{{other}} läuft. Dieses Deployment ist als Nächstes dran.',
  soak: '{{version}} muss {{required}} lang mit bestandenen Checks in {{source}} laufen.',
  unobserved:
    'Die laufende Version in {{environment}} konnte nicht gelesen werden: {{cause}}. Slipway versucht es alle 30\u00a0s erneut.',
  window_closed:
    'Deployments nach {{environment}} starten nur in diesen Zeitfenstern: {{reasons}}.',
  window_denied:
    'Deployments nach {{environment}} sind gerade blockiert: {{reasons}}.',
};

export const otherDeploymentTexts: Translated<typeof englishOthers> = {
  deploy: 'Das Deployment von {{version}}',
  rollback: 'Ein Rollback auf {{version}}',
  restart: 'Ein Neustart',
  remove: 'Eine Entfernung',
  unknown: 'Ein anderes Deployment',
};
