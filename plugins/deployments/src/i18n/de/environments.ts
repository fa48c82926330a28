import type { environmentMessages as english } from '../environments';
import type { Translated } from './Translated';

export const environmentMessages: Translated<typeof english> = {
  environment: {
    list: 'Umgebungen in Promotion-Reihenfolge',
    nothing: 'Noch nichts deployt',
    notOurs: 'Nicht mit Slipway deployt',
    first: 'Das erste Deployment läuft',
    from: 'Promotion aus {{environment}}',
    openUrl: '{{environment}} öffnen',
    deployedBy: 'Deployt von',
    details: 'Details',
    detailsOf: 'Details zu {{environment}}',
    deploy: 'Deployen…',
    deployTo: 'Nach {{environment}} deployen…',
    promote: 'Nach {{environment}} promoten…',
    rollBack: 'Zurückrollen…',
    rollBackIn: '{{environment}} zurückrollen…',
    restart: 'Neu starten…',
    remove: 'Entfernen…',
    menu: 'Weitere Aktionen für {{environment}}',
    mayNotDeploy: 'Dir fehlt die Berechtigung, hier zu deployen.',
    openDeployment: 'Öffnen',
    openDeploymentOf: 'Deployment von {{version}} öffnen',
    review: 'Prüfen',
    reviewOf: 'Deployment von {{version}} prüfen',
    deploymentGroup: 'Deployment von {{version}}',
    weight: '{{weight}} des Traffics',
    progress: 'Schritt {{step}} von {{total}}',
    rollbackProgress: 'Rollback-Schritt {{step}} von {{total}}',
  },
  cardState: {
    deploy: '{{version}} wird deployt',
    rollback: 'Rollback auf {{version}}',
    restart: '{{version}} wird neu gestartet',
    remove: '{{version}} wird entfernt',
    withWeight: '{{state}}, {{weight}}',
    rollingBack: '{{version}} wird zurückgerollt',
    queued: '{{version}} ist eingereiht',
    approvals_one: 'Wartet auf {{given}} von {{count}} Freigabe',
    approvals_other: 'Wartet auf {{given}} von {{count}} Freigaben',
    approval: 'Wartet auf Freigabe',
    decision: 'Wartet auf Entscheidung',
    paused: 'Angehalten',
    waiting: 'Wartet',
    waitingFor: 'Wartet: {{what}}',
  },
  lag: {
    commits_one: '{{count}} Commit',
    commits_other: '{{count}} Commits',
    behind: '{{lag}} hinter {{environment}}',
    commitsAhead: 'Commits, die hier fehlen',
    others_one: '{{count}} weiterer',
    others_other: '{{count}} weitere',
  },
  text: {
    more: 'Mehr',
    less: 'Weniger',
  },
  environmentReport: {
    recorded:
      'Die Pipeline meldet {{versions}}. Seitdem hat niemand nachgesehen.',
    managedBy: 'Verwaltet von {{tool}}',
    changedBy: 'Zuletzt geändert von {{name}}',
    problems: 'Probleme in {{environment}}',
  },
  soak: {
    done: 'Soak-Zeit erreicht: {{verified}} (gefordert {{required}})',
    underway: 'Soak-Zeit: {{verified}} von {{required}}',
  },
  hold: {
    title: 'Gesperrt:',
    short: 'Gesperrt',
    above: 'Durch die Sperre oben blockiert.',
    lift: 'Sperre aufheben…',
    placeHold: 'Sperren…',
    notYours: 'Dir fehlt die Berechtigung, Sperren aufzuheben.',
  },
  drift: {
    title: 'Drift:',
    short: 'Drift',
    otherRuns: 'Hier sollte {{expected}} laufen, es läuft aber {{observed}}.',
    nothingRuns: 'Hier sollte {{expected}} laufen, es läuft aber nichts.',
    unknownRuns:
      'Hier läuft {{observed}}, wurde aber nicht mit Slipway deployt.',
    expected: 'Erwartet: {{what}}',
    observed: 'Beobachtet: {{what}}',
    adopt: 'Laufende Version übernehmen…',
    overwrite: 'Überschreiben erlauben…',
    notYours:
      'Um die laufende Version zu übernehmen oder das Überschreiben zu erlauben, brauchst du die Berechtigung, Blocker zu übergehen.',
    notYoursShort: 'Dir fehlt die Berechtigung, Blocker zu übergehen.',
    inList: '{{action}} {{service}} in {{environment}}',
  },
  confirmation: {
    liftHold: {
      title: 'Sperre von {{service}} in {{environment}} aufheben',
      consequence:
        'Für {{environment}} eingereihte Deployments starten sofort, wenn nichts anderes sie blockiert. Begründe, warum Deployments wieder sicher sind.',
      confirm: 'Sperre aufheben',
    },
    placeHold: {
      title: '{{service}} in {{environment}} sperren',
      consequence:
        'Neue Deployments von {{service}} nach {{environment}} warten, bis jemand die Sperre aufhebt. Ein laufendes Deployment geht weiter, und Zurückrollen bleibt möglich. Erkläre, was nicht stimmt.',
      confirm: 'Sperren',
    },
    adopt: {
      title: 'Laufende Version in {{environment}} übernehmen',
      consequence:
        'Die in {{environment}} beobachtete Version wird zur aktuellen Version von {{service}}. Deployt wird nichts.',
      confirm: 'Version übernehmen',
    },
    overwrite: {
      title: 'Überschreiben in {{environment}} erlauben',
      consequence:
        'Das nächste Deployment von {{service}} nach {{environment}} ersetzt, was dort läuft. Bis dahin ändert sich nichts.',
      confirm: 'Überschreiben erlauben',
    },
  },
  rollBack: {
    from: 'Zurückrollen…',
    in: '{{environment}} zurückrollen',
    to: 'Auf {{version}} zurückrollen…',
    toIn: '{{environment}} auf {{version}} zurückrollen…',
    column: 'Zurückrollen',
    notYours: 'Dir fehlt die Berechtigung, hier zurückzurollen.',
    loading: 'Das laufende Deployment wird geladen…',
    refused: 'Zurückrollen ist gerade nicht möglich: {{why}}',
    gone: 'Das Deployment ist bereits beendet. Schließe diesen Dialog, um den aktuellen Stand zu sehen.',
  },
};
