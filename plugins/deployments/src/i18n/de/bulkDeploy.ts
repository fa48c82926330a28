import type { bulkDeployMessages as english } from '../bulkDeploy';
import type { Translated } from './Translated';

export const bulkDeployMessages: Translated<typeof english> = {
  select: '{{service}} auswählen',
  selectAll_one: 'Den bereiten Service auswählen',
  selectAll_other: 'Alle {{count}} bereiten auswählen',
  selected_one: '{{count}} Service ausgewählt',
  selected_other: '{{count}} Services ausgewählt',
  clear: 'Auswahl aufheben',
  tooMany: 'Höchstens {{most}} Services auswählen.',
  promote_one: '{{count}} Service promoten…',
  promote_other: '{{count}} Services promoten…',
  title_one: '{{count}} Service von {{from}} nach {{to}} promoten',
  title_other: '{{count}} Services von {{from}} nach {{to}} promoten',
  consequence:
    'Jeder Service bekommt ein eigenes Deployment mit eigenem Plan. Schlägt eines fehl, laufen die anderen weiter.',
  services: 'Zu promotende Services',
  planning: 'Plan {{done}} von {{total}} wird erstellt…',
  versions: '{{from}} → {{to}}',
  noVersion: 'nichts',
  approvals: 'Freigaben: {{names}}',
  deployAlone: '{{service}} einzeln deployen',
  downgrade: 'Downgrade: In {{environment}} läuft eine neuere Version',
  downgrades_one:
    'Das ist ein Downgrade von {{count}} Service: {{services}}. In {{to}} läuft eine neuere Version, deren Commits verschwinden.',
  downgrades_other:
    'Das sind Downgrades von {{count}} Services: {{services}}. In {{to}} laufen neuere Versionen, deren Commits verschwinden.',
  queueBlocked_one: 'Auch den Service einreihen, der jetzt nicht starten kann',
  queueBlocked_other:
    'Auch die {{count}} einreihen, die jetzt nicht starten können',
  readiness: {
    starts: 'Startet sofort',
    waits: 'Wartet auf Freigabe',
    queued: 'Kann jetzt nicht starten: wird eingereiht',
    leftOut: 'Kann jetzt nicht starten: ausgelassen',
    notChosen: 'Ausgelassen',
    refused:
      '{{environment}} hat keine Warteschlange, und ein anderes Deployment ist vorher dran.',
    needsInputs: 'Der Golden Path verlangt Eingaben.',
    same: 'In {{environment}} läuft diese Version bereits.',
    noSource: 'In {{environment}} läuft nichts.',
  },
  counts: {
    starts_one: '{{count}} startet sofort',
    starts_other: '{{count}} starten sofort',
    waits_one: '{{count}} wartet auf Freigabe',
    waits_other: '{{count}} warten auf Freigabe',
    queued_one: '{{count}} wird eingereiht',
    queued_other: '{{count}} werden eingereiht',
    leftOut_one: '{{count}} ausgelassen',
    leftOut_other: '{{count}} ausgelassen',
  },
  chooseOne: 'Mindestens einen Service auswählen.',
  confirmNone: 'Nach {{to}} promoten',
  confirm_one: '{{count}} Service nach {{to}} promoten',
  confirm_other: '{{count}} Services nach {{to}} promoten',
  sending: 'Anforderung {{done}} von {{total}}…',
  requested: 'Angefordert',
  failed: '{{failed}} von {{total}} konnten nicht angefordert werden.',
  retry_one: '{{count}} Service erneut versuchen',
  retry_other: '{{count}} Services erneut versuchen',
  open_one: '{{count}} Deployment anzeigen',
  open_other: '{{count}} Deployments anzeigen',
  batch: {
    title_one: '{{count}} Deployment',
    title_other: '{{count}} Deployments',
    label: 'Gemeinsam angeforderte Deployments',
    empty: 'Keine Deployments',
    emptyHelp:
      'Die Adresse nennt kein Deployment, das du sehen kannst. Um mehrere Services auf einmal zu promoten, vergleiche zwei Umgebungen.',
    missing_one:
      '{{count}} weiteres Deployment fehlt in der Liste: Es existiert nicht, oder du kannst es nicht sehen.',
    missing_other:
      '{{count}} weitere Deployments fehlen in der Liste: Sie existieren nicht, oder du kannst sie nicht sehen.',
    column: {
      deployment: 'Deployment',
      status: 'Status',
      environment: 'Umgebung',
      duration: 'Dauer',
      outcome: 'Ergebnis',
    },
    waitsFor: 'Wartet auf: {{message}}',
  },
};
