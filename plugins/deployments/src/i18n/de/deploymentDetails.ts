import type { deploymentDetailsMessages as english } from '../deploymentDetails';
import type { Translated } from './Translated';

export const deploymentDetailsMessages: Translated<typeof english> = {
  deployment: {
    requestedBy: 'angefordert von',
    rollbackTarget: 'Rollt bei einem Fehlschlag auf {{version}} zurück',
    plannedAt: 'Plan zuletzt geprüft',
    openService: '{{service}} in {{environment}} öffnen ({{host}})',
    openCandidate: 'Den Kandidaten {{version}} öffnen ({{host}})',
    reverts: 'Zurückgerolltes Deployment anzeigen',
    demo: {
      title: 'Dieses Deployment gab es nie',
      text: 'Es ist für diese Demo erfunden. Für Historie und Delivery-Metriken hat es eine Version, ein Ergebnis, Zeiten und Commits, aber keine Schritte, Checks, Logs und keinen Audit-Trail.',
      metrics: 'Delivery-Metriken anzeigen',
    },
    announcement: '{{status}}. {{step}}',
    notFound: 'Deployment nicht gefunden',
    notFoundHelp:
      'Vielleicht ist die Adresse falsch, oder dir fehlt der Zugriff auf dieses Deployment.',
    toActivity: 'Alle Deployments anzeigen',
  },
  connection: {
    connecting: 'Verbindung wird aufgebaut…',
    live: 'Live',
    polling: 'Alle 2 Sekunden aktualisiert',
    reconnecting:
      'Verbindung wird wieder aufgebaut… Angezeigt wird der letzte bekannte Stand.',
    retrying: 'Neuer Versuch…',
  },
  command: {
    group: 'Aktionen',
    accepted: '{{label}}: angenommen',
    refused: '{{label}}: nicht möglich. {{why}}',
  },
  stop: {
    rollBack:
      'Um dieses Deployment zu stoppen und rückgängig zu machen, drücke „{{label}}“. {{consequence}}',
    cancel:
      'Um dieses Deployment zu stoppen, drücke „{{label}}“. {{consequence}}',
    same: '„{{label}}“ bewirkt dasselbe.',
    other: '„{{label}}“: {{consequence}}',
  },
  waiting: {
    title: 'Warum es wartet',
    queued: 'Warum es noch nicht gestartet ist',
    expires: 'Verfällt ohne Start',
    decisions: 'Entscheiden',
    atDeadline: {
      rollback: 'Ohne Entscheidung automatisches Rollback',
      fail: 'Ohne Entscheidung gilt es als fehlgeschlagen',
      decision: 'Ohne Entscheidung Rückfrage, wie es weitergeht',
      promote: 'Ohne Entscheidung weiter mit der nächsten Stufe',
      retry_cancel: 'Nächster Versuch, den Anbieter zu stoppen',
      retry_rollback_step:
        'Ohne Eingriff nächster Versuch des Rollback-Schritts',
    },
  },
  step: {
    list: 'Schritte',
    none: 'Dieses Deployment hat keine Schritte.',
    detail: 'Schritt {{step}}',
    attempt: 'Versuch {{attempt}}',
    attemptOf: 'Versuch {{attempt}} von {{attempts}}',
    nextRetry: 'Nächster Versuch',
    after: 'nach {{steps}}',
    waitsFor: 'Wartet auf: {{steps}}',
    skipped: 'Grund: {{why}}',
  },
  problem: {
    list: 'Probleme',
    since: 'Beginn:',
    showLog: 'Letzte Logzeilen anzeigen',
    hideLog: 'Letzte Logzeilen ausblenden',
    log: 'Letzte Logzeilen',
  },
  rollback: {
    title: 'Rollback',
    to: 'Rollback auf {{version}}',
    verification: 'Nach dem Rollback:',
    cause: {
      failure: 'Ein Schritt ist fehlgeschlagen',
      cancel: 'Das Deployment wurde abgebrochen',
      manual: 'Eine Person hat es angefordert',
      decision: 'Eine Person hat das Zurückrollen gewählt',
      takeover: 'Ein anderes Deployment hat übernommen',
      deadline: 'Niemand hat rechtzeitig entschieden',
    },
  },
  check: {
    notYet: 'noch keine Messwerte',
    removed:
      'Die Messwerte wurden am {{at}} nach Ablauf der Aufbewahrungsfrist gelöscht. Das Ergebnis steht weiterhin am Schritt.',
    condition: 'gefordert {{condition}}',
    failFor: 'schlägt fehl, wenn der Wert {{span}} lang verfehlt wird',
    failing: 'verfehlt seit {{failing}}',
    failingOf: 'verfehlt seit {{failing}} (Fehlschlag nach {{allowed}})',
    counts:
      '{{passed}} bestanden · {{failed}} nicht bestanden · {{errors}} mit Fehler · {{noData}} ohne Daten',
    samples_one: 'letzter Wert aus {{count}} Messung',
    samples_other: 'letzter Wert aus {{count}} Messungen',
    minSamples_one: 'mindestens {{count}} Messung',
    minSamples_other: 'mindestens {{count}} Messungen',
    every: 'alle {{span}}',
    provider: 'Check-Provider: {{provider}}',
    chart_one: '{{check}}: {{count}} Messung, gefordert {{condition}}',
    chart_other: '{{check}}: {{count}} Messungen, gefordert {{condition}}',
    values_one: '{{count}} Messwert',
    values_other: '{{count}} Messwerte',
    column: {
      time: 'Zeit',
      value: 'Wert',
      samples: 'Messungen',
      baseline: 'Baseline {{version}}',
      baselineSamples: 'Messungen von {{version}}',
      outcome: 'Ergebnis',
    },
  },
  evidenceLinks: 'In anderen Tools',
  failureSample: {
    title: 'Warum {{check}} fehlgeschlagen ist',
    requests_one: '{{count}} fehlgeschlagener Request von {{version}}',
    requests_other:
      'Die letzten {{count}} fehlgeschlagenen Requests von {{version}}',
    masked: 'Möglicherweise vertrauliche Teile erscheinen als ***.',
    log: 'Letzte Logzeilen von {{version}}',
    time: 'Zeit',
    request: 'Request',
    status: 'Status',
    duration: 'Dauer',
  },
  stepCharts: {
    cursor: 'Zeit im Diagramm von {{chart}}',
    hint: 'Alle Werte zu einem Zeitpunkt zeigt der Mauszeiger über einem Diagramm, oder die Pfeiltasten, wenn es den Fokus hat.',
    weight: '{{version}} bekommt {{weight}} des Traffics',
    series: '{{title}}: {{values}}',
    noValue: 'noch kein Wert',
    samples_one: '{{value}} ({{count}} Messung)',
    samples_other: '{{value}} ({{count}} Messungen)',
    threshold: 'Schwellwert {{threshold}}',
  },
  log: {
    title: 'Log',
    lines: 'Logzeilen',
    search: 'Log durchsuchen',
    level: 'Stufe',
    levels: {
      info: 'Alle',
      warn: 'Warnungen und Fehler',
      error: 'Fehler',
    },
    mark: { warn: 'Warnung', error: 'Fehler' },
    follow: 'Mitlaufen',
    download: 'Log herunterladen',
    truncated:
      'Dieses Log ist unvollständig, weil ein Schritt mehr geschrieben hat, als Slipway speichert. Eine Zeile im Log zeigt, wo es gekürzt wurde.',
    lastOnly:
      'Angezeigt werden die letzten {{shown}} von {{total}} Zeilen. Der Download enthält alle.',
    removed:
      'Das Log wurde am {{at}} nach Ablauf der Aufbewahrungsfrist gelöscht.',
    empty: 'Dieser Schritt hat nichts geloggt.',
    noMatch: 'Keine passenden Zeilen.',
  },
  approvals: {
    title: 'Freigaben',
    approve: 'Freigegeben',
    reject: 'Abgelehnt',
  },
  events: {
    title: 'Zeitverlauf',
    filter: 'Ereignisse filtern',
    peopleOnly: 'Nur von Personen',
    progress: 'Fortschritt anzeigen',
    count: '{{shown}} von {{total}} Ereignissen',
    copy: 'Link zu Ereignis {{seq}} kopieren',
    copied: 'Link kopiert',
  },
};
