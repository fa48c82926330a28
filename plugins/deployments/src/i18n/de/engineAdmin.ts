import type { engineAdminMessages as english } from '../engineAdmin';
import type { Translated } from './Translated';

export const engineAdminMessages: Translated<typeof english> = {
  engine: {
    notAllowed: {
      title: 'Kein Zugriff auf den Engine-Status',
      description:
        '{{message}} Diese Seite zeigt Deployments aller Teams, deshalb sieht sie nur, wer das Portal betreibt.',
    },
    stale: 'Möglicherweise veraltet: {{message}}',
    asOf: 'Stand',
    hidden_one:
      '{{count}} Deployment ist ausgeblendet: Dir fehlt der Zugriff, oder sein Service steht nicht mehr im Katalog.',
    hidden_other:
      '{{count}} Deployments sind ausgeblendet: Dir fehlt der Zugriff, oder ihre Services stehen nicht mehr im Katalog.',
    health: {
      title: 'Zustand',
      ok: 'Alle Arbeit ist erledigt.',
      degraded: 'Die Engine läuft, aber etwas braucht Aufmerksamkeit.',
      stalled: 'Ein Teil der Arbeit ist überfällig.',
      queue: 'Warteschlange: {{queue}}',
    },
    figures: {
      title: 'Werte',
      queued: 'In der Warteschlange',
      running: 'Laufend',
      waiting: 'Wartend',
      rolling_back: 'Wird zurückgerollt',
      due: 'Überfällig und nicht übernommen',
      late: 'Überfällige Entscheidungen',
      lateHelp:
        'Deployments, die mehr als die Hälfte ihrer Entscheidungszeit verbraucht haben oder deren Ergebnis unbekannt ist',
      outbox: 'Zuzustellende Nachrichten',
      unsealed: 'Zu versiegelnde Audit-Einträge',
      oldest: 'ältester {{span}}',
    },
    replicas: {
      title: 'Replicas',
      empty:
        'Noch keine Replica hat sich registriert. Starte das Backend, oder sieh in seinem Log nach, warum die Engine nicht gestartet ist.',
      name: 'Replica',
      state: 'Zustand',
      alive: 'Aktiv',
      gone: 'Ausgefallen',
      running: 'Deployments',
      started: 'Gestartet',
      seen: 'Zuletzt gesehen',
      version: 'Version',
      process: 'Prozess {{pid}} auf {{host}}',
    },
    running: {
      title: 'Läuft gerade',
      empty: 'Keine Deployments laufen. Laufende erscheinen hier.',
      steps: 'Schritte',
      noStep: 'zwischen zwei Schritten',
      owner: 'Replica',
      noOwner: 'ohne Besitzer; nächste Prüfung {{when}}',
      soon: 'bald',
      since: 'Dauer',
      lease: 'Lease',
    },
    waits: {
      title: 'Längste Wartezeiten',
      empty:
        'Keine Deployments warten. Die längsten Wartezeiten erscheinen hier.',
      since: 'Dauer',
      why: 'Grund',
      late: 'Überfällig',
      unknown: 'Noch nicht geprüft.',
    },
    stuck: {
      title: 'Festgefahren',
      empty:
        'Kein Deployment ist festgefahren. Andernfalls erscheint es hier mit der Ursache und dem, was hilft.',
      remedy: 'Was zu tun ist',
      commands: 'Mögliche Aktionen',
      for: 'seit',
    },
    stuckKind: {
      not_picked_up: 'Nicht aufgegriffen',
      owner_dead: 'Besitzer ausgefallen',
      lease_expired: 'Lease abgelaufen',
      newer_reducer: 'Von neuerer Version gestartet',
      no_wake_up: 'Kein Aufwecken geplant',
      no_deadline: 'Keine Frist',
      overdue_step: 'Schritt überfällig',
      unknown_outcome: 'Ergebnis unbekannt',
      environment_not_locked: 'Umgebung nicht verriegelt',
      environment_locked_after_end: 'Umgebung nach dem Ende noch verriegelt',
    },
    deployment: 'Deployment',
  },
};
