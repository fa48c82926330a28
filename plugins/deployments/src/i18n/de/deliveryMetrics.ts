import type { deliveryMetricsMessages as english } from '../deliveryMetrics';
import type { Translated } from './Translated';

export const deliveryMetricsMessages: Translated<typeof english> = {
  title: 'Delivery-Metriken',
  notAllowed: {
    title: 'Kein Zugriff auf diese Metriken',
    description:
      '{{message}} Dein Plattformteam kann dir Zugriff auf die Deployments deiner Services geben.',
  },
  intro:
    'Wie oft Änderungen bei den Nutzern ankommen, wie lange das dauert, wie viele davon Fehler verursachen und wie lange die Wiederherstellung dauert. Die Metriken zeigen den Trend eines Teams; zum Vergleich von Teams taugen sie nicht.',
  unknown: {
    team: 'Kein Team namens {{name}} hat Services, die du sehen kannst. Wähle ein anderes Team oder setze die Filter zurück.',
    system:
      'Kein System namens {{name}} hat Services, die du sehen kannst. Wähle ein anderes System oder setze die Filter zurück.',
    service:
      'Es gibt keinen Service namens {{name}}, den du sehen kannst. Wähle einen anderen Service oder setze die Filter zurück.',
  },
  ignored_one: 'Ein ungültiger Teil der URL wurde ignoriert: {{what}}',
  ignored_other: '{{count}} ungültige Teile der URL wurden ignoriert: {{what}}',
  asOf: 'Stand',
  window: '{{from}} bis {{to}}',
  comparedWith: 'Im Vergleich mit {{window}}',
  runsUntil: 'über gleich lange Zeit, weil der Zeitraum noch läuft',
  zone: 'Zeitzone: {{zone}}',
  demo: 'Demodaten',
  demoHelp: 'Ein Teil dieser Daten ist für die Demo erfunden.',
  hidden_one:
    '{{count}} Service ist ausgeblendet, weil du keinen Zugriff auf seine Deployments hast.',
  hidden_other:
    '{{count}} Services sind ausgeblendet, weil du keinen Zugriff auf ihre Deployments hast.',
  empty: {
    title: 'Keine Deployments in diesem Zeitraum',
    description:
      'In Umgebungen vom Typ „{{tier}}“ wurde nichts deployt. Deployments durch Slipway werden automatisch gezählt; andere Pipelines können ihre über die API melden. Wähle einen längeren Zeitraum, einen anderen Umgebungstyp oder weniger Filter.',
    clear: 'Alle Teams und Services anzeigen',
  },
  metric: {
    'deployment-frequency': 'Deployment-Häufigkeit',
    'change-lead-time': 'Durchlaufzeit von Änderungen',
    'change-fail-rate': 'Änderungsfehlerquote',
    'recovery-time': 'Wiederherstellungszeit nach Fehlern',
    'rework-rate': 'Nacharbeitsquote',
  },
  definition: {
    'deployment-frequency':
      'Erfolgreiche Deployments in Umgebungen dieses Typs, geteilt durch die Anzahl der Tage im Zeitraum. Tage ohne Deployments zählen mit. Rollbacks und Neustarts zählen nicht.',
    'change-lead-time':
      'Die Zeit vom Commit bis zum Ende des ersten erfolgreichen Deployments, das ihn enthielt. Das erste Deployment eines Service zählt nicht. Die Metrik ist der Median.',
    'change-fail-rate':
      'Fehlgeschlagene Deployments, geteilt durch alle Deployments. Ein Deployment gilt als fehlgeschlagen, wenn es zurückgerollt wurde, nach der Übernahme von Traffic fehlschlug oder als Ursache eines Incidents verknüpft ist. Mehrere Incidents mit derselben Ursache zählen als ein Fehlschlag.',
    'recovery-time':
      'Die Zeit von den ersten Auswirkungen eines fehlgeschlagenen Deployments auf Nutzer bis zur Wiederherstellung des Service. Überlappende Incidents zählen als ein Zeitraum. Laufende Incidents werden angezeigt, aber nicht gezählt. Die Metrik ist der Median.',
    'rework-rate':
      'Deployments, die etwas reparieren, das Nutzer bemerkt haben (Rollbacks, Hotfixes und Korrekturen nach Incidents), geteilt durch alle Deployments. Ein automatisches Rollback innerhalb eines Deployments zählt nicht extra.',
  },
  definitions: 'So werden die Metriken berechnet',
  definitionOf: 'So wird das berechnet: {{name}}',
  per: {
    day: '{{value}} pro Tag',
    week: '{{value}} pro Woche',
    month: '{{value}} pro Monat',
  },
  median: 'Median',
  sample: {
    'deployment-frequency_one': 'n = {{count}} Deployment',
    'deployment-frequency_other': 'n = {{count}} Deployments',
    'change-lead-time_one': 'n = {{count}} Commit',
    'change-lead-time_other': 'n = {{count}} Commits',
    'change-fail-rate_one': '{{hits}} von n = {{count}} Deployment',
    'change-fail-rate_other': '{{hits}} von n = {{count}} Deployments',
    'recovery-time_one': 'n = {{count}} Wiederherstellung',
    'recovery-time_other': 'n = {{count}} Wiederherstellungen',
    'rework-rate_one': '{{hits}} von n = {{count}} Deployment',
    'rework-rate_other': '{{hits}} von n = {{count}} Deployments',
  },
  insufficient: 'Zu wenige Daten (n\u00a0=\u00a0{{n}})',
  days: 'Im Schnitt Deployments an {{value}} Tagen pro Woche',
  percentiles: 'p75\u00a0{{p75}} · p90\u00a0{{p90}}',
  open_one: '{{count}} noch offen',
  open_other: '{{count}} noch offen',
  change: {
    better: 'besser',
    worse: 'schlechter',
    same: 'Unverändert',
    points: '{{value}}\u00a0Prozentpunkte',
    before: 'Vorher: {{value}} (n\u00a0=\u00a0{{n}})',
    none: 'Kein früherer Wert zum Vergleich (n\u00a0=\u00a0{{n}})',
    up: 'Gestiegen',
    down: 'Gesunken',
  },
  target: {
    reached: 'Ziel {{value}} erreicht',
    missed: 'Ziel {{value}} verfehlt',
    line: 'Ziel: {{value}}',
    lineAs: 'Ziel: {{value}} ({{asSet}})',
  },
  band: {
    levels: {
      elite: 'Elite',
      high: 'Hoch',
      medium: 'Mittel',
      low: 'Niedrig',
    },
    of: '{{levels}}, Report {{year}}',
    or: 'oder',
    none: 'Keine Leistungsstufe im Report {{year}}',
    noReport: 'Keine Leistungsstufe: Die Reports behandeln nur Produktion',
    help: 'Leistungsstufe aus einem State-of-DevOps-Report. Eine Orientierung, keine Note.',
  },
  settling_one: '{{count}} Deployment ist neu: Der Wert kann sich noch ändern',
  settling_other:
    '{{count}} Deployments sind neu: Der Wert kann sich noch ändern',
  settlingHelp:
    'Neue Deployments zählen mit, aber es kann noch ein Incident mit ihnen verknüpft werden.',
  excluded_one: '{{count}} ausgeschlossen',
  excluded_other: '{{count}} ausgeschlossen',
  showRows: 'Zeilen anzeigen: {{metric}}',
  rowsButton: 'Zeilen anzeigen',
  cards: 'Die fünf Metriken',
  side: {
    throughput: 'Durchsatz',
    throughputHelp:
      'Wie viele Änderungen bei Nutzern ankommen, und wie schnell',
    stability: 'Stabilität',
    stabilityHelp:
      'Wie viele Änderungen fehlschlagen, und wie lange die Wiederherstellung dauert',
  },
  filter: {
    open: 'Auswahl öffnen: {{filter}}',
    close: 'Auswahl schließen: {{filter}}',
    clear: 'Zurücksetzen: {{filter}}',
    team: 'Team',
    system: 'System',
    service: 'Service',
    tier: 'Umgebungstyp',
    window: 'Zeitraum',
    windowDays: 'Letzte {{days}} Tage',
    windowOwn: 'Eigener Zeitraum',
    from: 'Von',
    to: 'Bis',
    interval: 'Intervall',
    intervalAuto: 'Automatisch',
    intervals: { day: 'Tage', week: 'Wochen', month: 'Monate' },
    timeZone: 'Zeitzone',
    bands: 'Stufen aus Report',
    bandsNewest: '{{year}} (neuester)',
    ownership: 'Heutige Owner verwenden',
    all: 'Alle',
  },
  entity: {
    card: 'Delivery-Metriken',
    link: 'Alle Metriken',
    window: '{{tier}}, {{window}}',
    openIncidents_one: '{{count}} offener Incident',
    openIncidents_other: '{{count}} offene Incidents',
  },
  home: {
    team: 'Team',
    none: 'Keines deiner Teams hat bisher etwas deployt. Nach dem ersten Deployment erscheinen die Metriken hier.',
  },
};
