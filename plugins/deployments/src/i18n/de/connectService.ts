import type { connectServiceMessages as english } from '../connectService';
import type { Translated } from './Translated';

export const connectServiceMessages: Translated<typeof english> = {
  connect: {
    action: 'Anbinden…',
    actionIn: '{{environment}} anbinden…',
    title: '{{service}} in {{environment}} anbinden',
    intro:
      'Slipway hat {{service}} noch nie nach {{environment}} deployt. Das wurde dort gefunden. Die Suche ändert nichts.',
    searching: '{{environment}} wird durchsucht…',
    again: 'Erneut suchen',
    close: 'Schließen',
    foundBecause: 'Gefunden, weil: {{reason}}.',
    runs: 'Läuft gerade',
    nothingRuns: 'Es läuft nichts.',
    ready: '{{ready}} von {{instances}} bereit',
    since: 'Start:',
    problems: 'Probleme',
    links: 'Mehr',
    managedBy: 'Verwaltet von',
    missing: {
      title: 'Was noch fehlt',
      none: 'Nichts fehlt: Slipway kann hierhin deployen.',
      lines: 'Zeilen für Punkt {{number}}',
    },
    config: {
      title: 'In app-config eintragen',
      help: 'Trage diese Zeilen in app-config.yaml ein oder bitte dein Plattformteam darum, damit Slipway {{service}} dorthin deployt.',
      lines: 'Zeilen für app-config',
      named:
        'In den Einstellungen von {{environment}} ist es bereits eingetragen.',
    },
    adopt: {
      title: 'Laufende Version übernehmen',
      help: 'Nach der Übernahme weiß Slipway, welche Version hier laufen soll, und meldet, wenn eine andere läuft. Deployt wird nichts.',
    },
    unobserved:
      'Slipway sieht etwa einmal pro Minute in {{environment}} nach. Sobald bekannt ist, was dort läuft, kannst du es hier übernehmen.',
    none: {
      title: 'Nichts gefunden',
      searched:
        'Das Target „{{provider}}“ hat {{environment}} anhand von Labels, Annotationen und Namen nach {{service}} durchsucht.',
      kubernetes:
        'Durchsucht wurde nur der Namespace, auf den die Einstellungen verweisen. Liegt der Workload dort, gib ihm ein Label mit dem Namen des Service oder mit dessen Annotation backstage.io/kubernetes-id, falls vorhanden. Workload und Namespace einsetzen:',
      label: 'Befehl, der dem Workload ein Label gibt',
      help: 'Läuft dort noch nichts, deploye die erste Version.',
    },
    unsupported:
      'Das Target „{{provider}}“ kann nicht nach laufenden Versionen suchen. Deploye die erste Version.',
    done: 'Slipway weiß bereits, welche Version hier laufen soll. Es ist nichts mehr anzubinden.',
  },
  copy: {
    copy: 'Kopieren',
    labelled: 'Kopieren: {{label}}',
    copied: 'Kopiert',
    failed: 'Kopieren fehlgeschlagen. Zeilen markieren und von Hand kopieren.',
  },
};
