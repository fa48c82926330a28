import type { summaryMessages as english } from '../summary';
import type { Translated } from './Translated';

export const summaryMessages: Translated<typeof english> = {
  title: 'Zusammenfassung',
  outcome: {
    succeeded: {
      deploy: '{{version}} wurde nach {{environment}} deployt',
      rollback: '{{environment}} wurde auf {{version}} zurückgerollt',
      restart: '{{version}} wurde in {{environment}} neu gestartet',
      remove: 'Der Service wurde aus {{environment}} entfernt',
    },
    verification: {
      passed: '{{what}}. Alle Checks sind bestanden.',
      overridden:
        '{{what}}. Eine Person hat ohne bestandenen Check weitergemacht.',
      inconclusive: '{{what}}. Kein Check hat bestätigt, dass es gesund war.',
    },
    runsNow: '{{what}} Jetzt läuft dort {{version}}.',
    rolledBack: 'Nach {{span}} auf {{version}} zurückgerollt: {{cause}}',
    stopped: '{{version}} nach {{span}} gestoppt: {{cause}}',
    failed: 'Nach {{span}} fehlgeschlagen: {{cause}}',
    unchanged: '{{what}} In {{environment}} hat sich nichts geändert.',
    keepsTraffic: '{{what}} {{version}} behält {{weight}} des Traffics.',
    rollbackFailed: '{{message}} Grund des Rollbacks: {{cause}}',
  },
  cause: {
    requests:
      '{{share}} von {{count}} Requests an {{target}} schlugen fehl (Grenzwert {{limit}})',
    requestsFor:
      '{{share}} von {{count}} Requests an {{target}} schlugen {{span}} lang fehl (Grenzwert {{limit}})',
    percentile:
      '{{check}} von {{count}} Requests an {{target}} war {{value}} (gefordert {{condition}})',
    percentileFor:
      '{{check}} von {{count}} Requests an {{target}} war {{span}} lang {{value}} (gefordert {{condition}})',
    value: '{{check}} war {{value}} (gefordert {{condition}})',
    valueFor: '{{check}} war {{span}} lang {{value}} (gefordert {{condition}})',
    check: '{{check}} schlug fehl: {{message}}',
    checkFor: '{{check}} schlug {{span}} lang fehl: {{message}}',
    more_one: '{{cause}}; {{count}} weiterer Check schlug fehl',
    more_other: '{{cause}}; {{count}} weitere Checks schlugen fehl',
    step: '„{{step}}“ schlug fehl: {{message}}',
    target: {
      candidate: 'den Kandidaten',
      baseline: 'die vorherige Version',
      service: 'den Service',
    },
  },
  changes: {
    title: 'Was sich geändert hat',
    versions: 'Version',
    first: '{{version}} (vorher lief keine Version)',
    commits: 'Commits',
    commitsBy: '{{commits}} von {{authors}}',
    removed: '{{commits}}, wieder entfernt',
    removedVersion: '{{version}}, entfernt',
    unknown: 'unbekannt',
    pullRequests: 'Pull Requests',
    settings: 'Geänderte Einstellungen',
    noSettings: 'keine',
    traffic: 'Traffic',
    reached: 'erreichte {{weight}}',
    approvedBy: 'Freigegeben von',
    rejectedBy: 'Abgelehnt von',
  },
  checks: {
    title: 'Checks',
    check: 'Check',
    measured: 'Gemessen',
    worst: 'im schlechtesten Fall {{value}}',
    counts: '{{passed}} von {{total}} bestanden',
    needs: 'Gefordert',
    result: 'Ergebnis',
  },
  timing: {
    title: 'Wie lange jeder Teil gedauert hat',
    part: 'Teil',
    share: 'Wann',
    duration: 'Dauer',
    approval: 'Warten auf Freigabe',
    queue: 'In der Warteschlange',
    rollback: 'Rollback',
  },
  next: {
    group: 'Was du als Nächstes tun kannst',
    deploy: 'Erneut deployen…',
    remove: 'Aus {{environment}} entfernen…',
    removeHelp:
      'Macht dieses Deployment rückgängig: Vor {{version}} lief keine andere Version.',
    compare: 'Mit {{version}} vergleichen…',
    compareTitle: '{{from}} mit {{to}} vergleichen',
    compareHelp: '{{to}} läuft jetzt in {{environment}}.',
    comparePair: '{{from}} mit {{to}} vergleichen',
    openIncident: 'Incident eröffnen…',
    close: 'Schließen',
    mayNotOpenIncident: 'Dir fehlt die Berechtigung, Incidents zu eröffnen.',
    notEligible: '{{version}} ist hier für ein Rollback nicht zulässig.',
  },
};
