import type { analysisMessages as english } from '../analysis';
import type { Translated } from './Translated';

export const analysisMessages: Translated<typeof english> = {
  title: 'Analyse: {{title}}',
  evidenceLoading: 'Ergebnisse der Analyse werden geladen…',
  evidenceFailed: 'Die Analyse konnte nicht geladen werden: {{message}}',
  evidenceNone: 'Noch keine Daten. Die erste Auswertung steht noch aus.',
  none: 'Dieser Schritt hat keine Analyse. Eine Stufe endet, wenn ihre Zeit abgelaufen ist oder eine Person sie weiterschaltet.',
  notYet: 'Die Analyse hat noch keine Ergebnisse.',
  firstLook: 'Erste Auswertung in {{time}}.',
  firstLookSoon: 'Die erste Auswertung läuft.',
  noLook: 'Der Schritt endete vor der ersten Auswertung.',
  noMetrics: 'Die Analyse hat keine Metriken.',
  looks_one: '{{count}} Auswertung, alle {{every}}',
  looks_other: '{{count}} Auswertungen, alle {{every}}',
  nextLook: 'nächste Auswertung in {{time}}',
  limit: {
    hold: 'Höchstens noch {{time}} mit diesem Traffic-Anteil; danach entscheidet eine Person.',
    promote:
      'Höchstens noch {{time}} mit diesem Traffic-Anteil; danach geht der Rollout weiter.',
    rollback:
      'Höchstens noch {{time}} mit diesem Traffic-Anteil; danach wird zurückgerollt.',
  },
  removed:
    'Die Werte wurden am {{at}} nach Ablauf der Aufbewahrungsfrist gelöscht. Die Entscheidungen stehen weiterhin im Zeitverlauf.',
  stale: 'Angezeigt werden die letzten bekannten Werte.',
  csv: 'CSV herunterladen',
  csvFailed: 'Die CSV-Datei konnte nicht heruntergeladen werden',
  replayLink: 'Mit früheren Deployments durchspielen',
  decision: {
    advance: 'Bereit für mehr Traffic',
    passed: 'Bestanden',
    continue: 'Sammelt Daten',
    hold: 'Eine Person entscheidet',
    rollback: 'Zurückrollen',
  },
  score: {
    title: 'Punktzahl',
    value: '{{score}} von 100 Punkten',
    rules:
      'Geht ab {{pass}} weiter, fragt ab {{marginal}} eine Person und rollt darunter zurück.',
    rulesNoMarginal: 'Geht ab {{pass}} weiter und rollt darunter zurück.',
    criticalHarm:
      'Verschlechtert sich eine kritische Metrik, wird unabhängig von der Punktzahl zurückgerollt.',
    notUsed:
      'Über einem harten Grenzwert rollt die Analyse ohne Punktzahl zurück.',
    parts: 'Zusammensetzung der Punktzahl',
    group: 'Gruppe',
    harmless: 'Metriken ohne Verschlechterung',
    weight: 'Gewicht',
    minimum: 'Minimum',
    belowMinimum: 'unter dem Minimum',
  },
  metric: {
    list: 'Metriken',
    search: 'Metriken filtern',
    verdict: 'Ergebnis',
    all: 'Alle ({{metrics}})',
    option: '{{verdict}} ({{metrics}})',
    shown: '{{shown}} von {{total}} Metriken',
    noMatch: 'Keine passenden Metriken.',
    table: 'Als Tabelle anzeigen',
    critical: 'kritisch',
    verdicts: {
      harm: 'Verschlechtert',
      pass: 'Bestanden',
      inconclusive: 'Nicht eindeutig',
      no_data: 'Keine Daten',
    },
    aboveHardLimit: 'Über dem Grenzwert',
    lastLook:
      'Letzte Auswertung: Kandidat {{candidate}}, Baseline {{baseline}}',
    limitCheck:
      'Letzte Prüfung des Grenzwerts: Kandidat {{candidate}}, Baseline {{baseline}}',
    limitCount: '{{value}} ({{events}} von {{total}} Requests)',
    limit: 'Grenzwert {{limit}}',
    effect: 'Effekt {{effect}}',
    difference: {
      latency: {
        more: '{{candidate}} ist um {{difference}} langsamer als {{baseline}}',
        less: '{{candidate}} ist um {{difference}} schneller als {{baseline}}',
      },
      quantile: {
        more: '{{candidate}} hat um {{difference}} mehr langsame Requests als {{baseline}}',
        less: '{{candidate}} hat um {{difference}} weniger langsame Requests als {{baseline}}',
      },
      gauge: {
        more: '{{candidate}} liegt um {{difference}} über {{baseline}}',
        less: '{{candidate}} liegt um {{difference}} unter {{baseline}}',
      },
      amount: {
        more: '{{candidate}} liegt um {{difference}} über {{baseline}}',
        less: '{{candidate}} liegt um {{difference}} unter {{baseline}}',
      },
      count: {
        more: 'Der Anteil ist bei {{candidate}} um {{difference}} höher als bei {{baseline}}',
        less: 'Der Anteil ist bei {{candidate}} um {{difference}} niedriger als bei {{baseline}}',
      },
    },
    atLeast:
      '{{difference}}, mit 95\u00a0% Sicherheit um mindestens {{least}}.',
    between:
      '{{difference}}; mit 95\u00a0% Sicherheit zwischen {{low}} und {{high}}.',
    uncertain: '{{difference}}; für Sicherheit reichen die Daten aber nicht.',
    harmBegins: {
      increase: 'Als Verschlechterung gilt {{effect}} oder mehr.',
      decrease: 'Als Verschlechterung gilt {{effect}} oder weniger.',
      either: 'Als Verschlechterung gilt eine Änderung ab ±{{effect}}.',
    },
    explainInterval:
      'Das Intervall enthält den wahren Effekt mit einer Wahrscheinlichkeit von 95\u00a0%, egal wie oft ausgewertet wird.',
    explainNotExcluded:
      'Die Metrik besteht, wenn dieser Wert unter der Grenze zur Verschlechterung liegt.',
    explainEvidence:
      'Wären beide Versionen gleich gut, würde {{needed}} höchstens mit einer Wahrscheinlichkeit von 1 zu {{needed}} je erreicht.',
    noEffect: 'Noch kein Effekt gemessen',
    noRelativeEffect: 'Kein relativer Effekt, weil die Baseline 0 ist',
    interval: '95-%-Intervall {{low}} bis {{high}}',
    intervalFrom: '95-%-Intervall ab {{low}}, ohne Obergrenze',
    intervalUpTo: '95-%-Intervall bis {{high}}',
    intervalUnknown: 'Intervall noch nicht bekannt',
    rare: 'Die Anteile unterscheiden sich um weniger als {{points}} Prozentpunkte; das fällt nicht ins Gewicht',
    notFinal_one:
      'Noch nicht endgültig bestanden: {{count}} von {{needed}} Vergleichen bei {{weight}} des Traffics.',
    notFinal_other:
      'Noch nicht endgültig bestanden: {{count}} von {{needed}} Vergleichen bei {{weight}} des Traffics.',
    harmFrom: {
      increase: 'Verschlechterung ab {{effect}}',
      decrease: 'Verschlechterung ab {{effect}}',
      either: 'Verschlechterung ab ±{{effect}}',
    },
    samples:
      '{{candidate}} Messwerte des Kandidaten, {{baseline}} der Baseline',
    fewSamples: '(je mindestens {{least}} nötig)',
    notExcluded: 'Verschlechterung bis {{effect}} nicht ausgeschlossen',
    notExcludedUnbounded: 'Noch keine Verschlechterung ausgeschlossen',
    evidence: 'Evidenz für Verschlechterung {{evidence}} von {{needed}}',
    looksNeeded_one: 'noch etwa {{count}} Vergleich bis zum Bestehen',
    looksNeeded_other: 'noch etwa {{count}} Vergleiche bis zum Bestehen',
    threshold: 'Grenze zur Verschlechterung; weiter rechts ist schlechter',
    noDifference: 'Kein Unterschied',
    intervalKey: 'Effekt mit 95-%-Intervall',
    copyLink: 'Link kopieren',
    copy: 'Link zu {{metric}} kopieren',
    copied: 'Link kopiert',
    details: 'Details zu {{metric}}',
    value: {
      count: 'Anteil der Requests',
      latency: 'Typische Dauer (geometrisches Mittel)',
      quantile: '{{quantile}} der Dauern',
      amount: 'Menge pro Request',
      gauge: 'Pegel',
    },
    minimumDifference:
      'als Verschlechterung gilt ein Unterschied von mindestens {{difference}}',
    hardLimit_one:
      'Harter Grenzwert: höchstens {{atMost}} beim Kandidaten, in {{count}} Auswertung mit mindestens {{minSamples}} Messwerten',
    hardLimit_other:
      'Harter Grenzwert: höchstens {{atMost}} beim Kandidaten, in {{count}} aufeinanderfolgenden Auswertungen mit mindestens {{minSamples}} Messwerten',
    noValues: 'Noch keine Werte.',
    chart_one:
      '{{metric}} im Zeitverlauf, {{count}} Wert je Version. Zuletzt: Kandidat {{candidate}}, Baseline {{baseline}}.',
    chart_other:
      '{{metric}} im Zeitverlauf, {{count}} Werte je Version. Zuletzt: Kandidat {{candidate}}, Baseline {{baseline}}.',
    candidate: 'Kandidat {{version}}',
    baseline: 'Baseline {{version}}',
    values_one: '{{count}} Wert',
    values_other: '{{count}} Werte',
    column: {
      metric: 'Metrik',
      verdict: 'Ergebnis',
      effect: 'Effekt',
      samples: 'Messwerte',
      evidence: 'Evidenz für Verschlechterung',
      time: 'Zeit',
      weight: 'Traffic',
      candidate: 'Kandidat',
      candidateSamples: 'Messwerte des Kandidaten',
      baseline: 'Baseline',
      baselineSamples: 'Messwerte der Baseline',
    },
  },
};
