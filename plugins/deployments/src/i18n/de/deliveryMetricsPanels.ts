import type { deliveryMetricsPanelMessages as english } from '../deliveryMetricsPanels';
import type { Translated } from './Translated';

export const deliveryMetricsPanelMessages: Translated<typeof english> = {
  breakdown: {
    title: 'Woraus die Durchlaufzeit besteht',
    help: 'Der Median jedes Teils, über alle Commits mit Daten. Mediane ergeben zusammen nicht unbedingt die Gesamtzeit.',
    none: 'Unbekannt: Keine Quelle hat gemeldet, wann Pull Requests geöffnet und gemergt wurden.',
    coding: 'Entwicklung',
    review: 'Review',
    waiting: 'Warten auf Deployment',
    deploying: 'Deployment',
    until: {
      coding: 'bis der Pull Request geöffnet wird',
      review: 'bis der Pull Request gemergt wird',
      waiting: 'bis das Deployment startet',
      deploying: 'bis das Deployment endet',
    },
    n: 'n = {{n}}',
    some: 'n = {{n}} von {{total}}',
    unknown: 'unbekannt',
  },
  trend: {
    title: 'Trend: {{metric}}',
    of: {
      day: 'pro Tag',
      week: 'pro Woche',
      month: 'pro Monat',
    },
    hatched: 'Schraffiert: läuft noch oder liegt nur teilweise im Zeitraum',
    gaps: 'Lücken: keine Daten',
    click: 'Ein Abschnitt zeigt bei Auswahl seine Zeilen.',
    table: 'Werte als Tabelle',
    period: 'Abschnitt',
    deployments: 'Deployments',
    median: 'Median',
    rate: 'Quote',
    n: 'n',
    noData: 'keine Daten',
    partial: 'unvollständig',
    rowsOf: 'Zeilen anzeigen: {{period}}',
    rows: 'Zeilen',
    label: {
      'deployment-frequency_one':
        'Balkendiagramm: Deployments pro Abschnitt, {{count}} Abschnitt, von {{least}} bis {{most}}',
      'deployment-frequency_other':
        'Balkendiagramm: Deployments pro Abschnitt, {{count}} Abschnitte, von {{least}} bis {{most}}',
      'change-lead-time_one':
        'Liniendiagramm: Median der Durchlaufzeit pro Abschnitt, {{count}} Abschnitt, von {{least}} bis {{most}}',
      'change-lead-time_other':
        'Liniendiagramm: Median der Durchlaufzeit pro Abschnitt, {{count}} Abschnitte, von {{least}} bis {{most}}',
      'change-fail-rate_one':
        'Liniendiagramm: Änderungsfehlerquote pro Abschnitt, {{count}} Abschnitt, von {{least}} bis {{most}}',
      'change-fail-rate_other':
        'Liniendiagramm: Änderungsfehlerquote pro Abschnitt, {{count}} Abschnitte, von {{least}} bis {{most}}',
      'recovery-time_one':
        'Liniendiagramm: Median der Wiederherstellungszeit pro Abschnitt, {{count}} Abschnitt, von {{least}} bis {{most}}',
      'recovery-time_other':
        'Liniendiagramm: Median der Wiederherstellungszeit pro Abschnitt, {{count}} Abschnitte, von {{least}} bis {{most}}',
      'rework-rate_one':
        'Liniendiagramm: Nacharbeitsquote pro Abschnitt, {{count}} Abschnitt, von {{least}} bis {{most}}',
      'rework-rate_other':
        'Liniendiagramm: Nacharbeitsquote pro Abschnitt, {{count}} Abschnitte, von {{least}} bis {{most}}',
    },
    empty_one: 'Keine Daten in diesem Abschnitt',
    empty_other: 'Keine Daten in diesen {{count}} Abschnitten',
  },
  page: {
    commits: 'Commits {{first}} bis {{last}} von {{total}}, neueste zuerst',
    deployments:
      'Deployments {{first}} bis {{last}} von {{total}}, neueste zuerst',
    newer: 'Neuere',
    older: 'Ältere',
  },
  dots: {
    hint: 'Ein Punkt zeigt bei Auswahl Details; die Pfeiltasten führen von Punkt zu Punkt.',
  },
  single: {
    what: 'Was',
    service: 'Service',
    deployment: 'Deployment',
    written: 'Committet',
    deployed: 'Deployt',
    leadTime: 'Durchlaufzeit',
    finished: 'Beendet',
    outcome: 'Ergebnis',
    counted: 'Gezählt',
    incidents: 'Incidents',
    commit: 'Commit',
    began: 'Beginn',
    ended: 'Ende',
    link: 'Link',
    allOf: 'Incidents von {{service}}',
    changeTitle: 'Commit',
    deploymentTitle: 'Deployment',
    close: 'Schließen',
  },
  scatter: {
    title: 'Durchlaufzeit jedes Commits',
    label_one:
      '{{count}} Commit nach Zeit des Deployments; längste Durchlaufzeit {{longest}}',
    label_other:
      '{{count}} Commits nach Zeit des Deployments; längste Durchlaufzeit {{longest}}',
    empty: 'In diesem Zeitraum hat kein Commit eine Durchlaufzeit.',
    table: 'Commits als Tabelle',
    commit: 'Commit',
    deployed: 'Deployt',
    took: 'Durchlaufzeit',
  },
  timeline: {
    title: 'Fehlschläge und Incidents im Zeitverlauf',
    label_one:
      '{{failed}} von {{count}} Deployment fehlgeschlagen; verknüpfte Incidents: {{incidents}}',
    label_other:
      '{{failed}} von {{count}} Deployments fehlgeschlagen; verknüpfte Incidents: {{incidents}}',
    empty: 'Keine Deployments in diesem Zeitraum.',
    lane: {
      ok: 'Erfolgreich',
      failed: 'Fehlgeschlagen',
      incident: 'Incidents',
    },
    none: 'Keines dieser Deployments ist fehlgeschlagen.',
    table: 'Fehlgeschlagene Deployments als Tabelle',
    deployment: 'Deployment',
    when: 'Beendet',
    why: 'Warum es fehlschlug',
    incidents: 'Incidents',
  },
};
