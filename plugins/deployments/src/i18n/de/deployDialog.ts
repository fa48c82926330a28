import type { deployDialogMessages as english } from '../deployDialog';
import type { Translated } from './Translated';

export const deployDialogMessages: Translated<typeof english> = {
  reason: {
    label: 'Grund',
    needed: 'Grund angeben.',
    help: 'Wird mit dem Deployment gespeichert. Wer das Deployment sieht, sieht auch den Grund.',
  },
  dialogTitle: {
    deploy: '{{service}} deployen',
    rollback: '{{service}} zurückrollen',
    restart: '{{service}} neu starten',
    remove: '{{service}} entfernen',
  },
  refusal: { open: 'Jenes Deployment öffnen' },
  dialog: {
    back: 'Zurück',
    sending: 'Wird gesendet…',
    noAnswer:
      'Das Backend hat {{period}} lang nicht geantwortet. Deshalb ist unbekannt, ob das Deployment angefordert wurde. Drücke den Button noch einmal: Es wird nur einmal angefordert.',
    environment: 'Umgebung',
    noEnvironment:
      'Dieser Service hat keine Umgebung namens {{name}}. Wähle eine andere.',
    runs: 'läuft mit {{version}}',
    version: 'Version',
    rollbackVersion: 'Version, auf die zurückgerollt wird',
    rollbackNone:
      'Es gibt keine frühere Version, auf die zurückgerollt werden kann.',
    rollbackHelp: 'Frühere Versionen in dieser Umgebung, neueste zuerst.',
    rollbackTarget: 'vorgeschlagen',
    rollbackReverted: 'später zurückgerollt',
    rollbackConfirmed: 'durch Überwachung bestätigt',
    rollbackBreached: 'Überwachung nicht bestanden',
    rollbackUnknown: 'lief vor dem ersten Deployment durch Slipway',
    runsAlready:
      '{{version}} läuft bereits. Wähle die Version, auf die zurückgerollt wird.',
    hotfix: 'Hotfix',
    hotfixHelp:
      'Überspringt die Warteschlange. Ein laufendes Deployment wird vorher zurückgerollt, außer es ist ein Hotfix oder Rollback. Dafür brauchst du die Berechtigung, Blocker zu übergehen.',
    chooseEnvironment: 'Wähle eine Umgebung, um zu sehen, was passieren wird.',
    choose: 'Wähle eine Version, um zu sehen, was passieren wird.',
    chooseOther: 'Wähle eine andere Version.',
    planning: 'Plan wird erstellt…',
    noPlan: 'Der Plan konnte nicht erstellt werden. Siehe die Meldung oben.',
  },
  primary: {
    start: {
      deploy: '{{version}} nach {{environment}} deployen',
      rollback: '{{environment}} auf {{version}} zurückrollen',
      restart: '{{version}} in {{environment}} neu starten',
      remove: '{{service}} aus {{environment}} entfernen',
    },
    queue: {
      deploy: '{{version}} für {{environment}} einreihen',
      rollback: 'Rollback von {{environment}} auf {{version}} einreihen',
      restart: 'Neustart von {{version}} in {{environment}} einreihen',
      remove: 'Entfernung von {{service}} aus {{environment}} einreihen',
    },
    schedule: '{{version}} für {{time}} ({{zone}}) planen',
    unknown: {
      deploy: 'Deployen',
      rollback: 'Zurückrollen',
      restart: 'Neu starten',
      remove: 'Entfernen',
    },
  },
  start: {
    label: 'Start',
    now: 'Jetzt',
    window: 'Im nächsten offenen Zeitfenster: {{time}} ({{zone}})',
    time: 'Zu einer bestimmten Zeit',
    at: 'Startzeit',
    zone: 'In deiner Zeitzone, {{zone}}.',
    missing: 'Startzeit angeben.',
    past: 'Diese Zeit ist vorbei. Gib eine spätere an.',
  },
  version: {
    change: 'Die Änderung in {{version}} öffnen',
    help: 'Suche nach Name, Artefakt oder Commit. Neueste zuerst.',
    proposing:
      'Die neueste Version, die hierher deployt werden kann, wird gesucht…',
    proposed: '{{reason}} Suche andere nach Name, Artefakt oder Commit.',
    empty: 'Noch keine Versionen. CI registriert Versionen beim Bauen.',
    none: 'Keine passenden Versionen.',
    open: 'Versionen anzeigen',
    close: 'Versionen ausblenden',
    clear: 'Version löschen',
    quarantined: 'In Quarantäne: {{reason}}',
    notNamed:
      '„{{text}}“ passt zu keiner oder zu mehreren Versionen. Wähle eine Version aus der Liste.',
    deployFirst: '{{environment}} wählen',
    notProposed: 'Keine Version ist vorgeschlagen. {{reason}}',
    built: 'gebaut',
    flag: 'Ein Merkmal, das der Build gesetzt hat',
    commitsAhead_one: '{{count}} Commit voraus',
    commitsAhead_other: '{{count}} Commits voraus',
    group: {
      proposed: 'Vorgeschlagen',
      others: 'Andere',
      ineligible: 'Nicht zulässig',
    },
    outcome: {
      in_progress: 'Deployment nach {{environment}} läuft, Beginn:',
      verified: 'in {{environment}} verifiziert',
      succeeded: 'nach {{environment}} deployt, ohne bestandene Checks',
      breached: 'Überwachung in {{environment}} nicht bestanden',
      rolled_back: 'in {{environment}} zurückgerollt',
      failed: 'in {{environment}} fehlgeschlagen',
    },
    badge: {
      in: 'läuft in {{environment}}',
      lastKnownGood: 'zuletzt als gut bekannt',
      older: 'älter als die laufende Version',
      neverDeployed: 'noch nirgends deployt',
    },
  },
  inputs: {
    required: 'Pflichtfeld',
    pattern: 'Entspricht nicht dem verlangten Format',
    problem: '{{field}}: {{problem}}.',
  },
  plan: {
    title: 'Was passieren wird',
    steps: 'Schritte der Reihe nach',
    skipped: 'übersprungen: {{why}}',
    irreversible: 'nicht rückgängig zu machen',
    canStart: 'Kann starten.',
    incomplete: 'Zum Starten oben ausfüllen, was fehlt.',
    cannotStart: 'Kann noch nicht starten:',
    willWait: 'Wird warten auf:',
    ifItFails: 'Bei einem Fehlschlag:',
    ifFails: {
      rollback: 'auf {{version}} zurückrollen.',
      noTarget:
        'auf die Entscheidung einer Person warten, weil es keine Version zum Zurückrollen gibt.',
      pause: 'auf die Entscheidung einer Person warten.',
      fail: 'ohne Rollback stoppen und sperren.',
    },
    ifItSucceeds: 'Nach dem Erfolg:',
    watch: {
      rollback: '{{time}} überwachen. Bei einer Verletzung wird zurückgerollt.',
      ask: '{{time}} überwachen. Eine Verletzung wird der anfordernden Person und dem Owner gemeldet; sie entscheiden.',
      incident:
        '{{time}} überwachen. Bei einer Verletzung wird ein Incident eröffnet.',
    },
    queue: {
      supersede_one:
        'Dein Deployment ersetzt {{count}} Deployment in der Warteschlange.',
      supersede_other:
        'Dein Deployment ersetzt {{count}} Deployments in der Warteschlange.',
      replace_one:
        'Dein Deployment ersetzt {{count}} Deployment in der Warteschlange.',
      replace_other:
        'Dein Deployment ersetzt {{count}} Deployments in der Warteschlange.',
      refuse_one:
        'Deine Anforderung wird abgelehnt: {{count}} Deployment ist vorher dran, und diese Umgebung hat keine Warteschlange.',
      refuse_other:
        'Deine Anforderung wird abgelehnt: {{count}} Deployments sind vorher dran, und diese Umgebung hat keine Warteschlange.',
    },
  },
  diff: {
    title: '{{from}} → {{to}}',
    nothing: 'nichts',
    same: 'dieselbe Version',
    unknown: 'Welche Version neuer ist, lässt sich nicht feststellen.',
    backward: 'Das ist ein Downgrade: Die Commits unten verschwinden.',
    wentBackward: 'Das war ein Downgrade: Die Commits unten sind verschwunden.',
    triedBackward: 'Das war ein Downgrade, das nicht erfolgreich war.',
    newest: 'Die {{shown}} neuesten von {{total}} Commits:',
    all_one: '{{count}} Commit anzeigen',
    all_other: 'Alle {{count}} Commits anzeigen',
    changes_one: '{{count}} Änderung:',
    changes_other: '{{count}} Änderungen:',
  },
};
