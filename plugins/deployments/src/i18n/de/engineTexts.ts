export const engineTexts = {
  health_audit_stuck:
    'Audit-Einträge, die nicht versiegelt sind: {{count}}, der älteste seit {{period}}. Bis dahin ist nicht zu erkennen, ob jemand sie geändert hat. Suche im Log des Backends nach „could not be sealed“.',
  health_no_replica:
    'Keine Replica arbeitet an Deployments. Starte das Backend, oder sieh in seinem Log nach, warum die Engine nicht gestartet ist. Kein Deployment geht verloren.',
  health_outbox_failing:
    'Nachrichten, die nicht zugestellt werden konnten: {{count}}, die älteste seit {{period}}. Den Fehler des Signals- oder Notifications-Plugins findest du im Log des Backends.',
  health_outbox_stuck:
    'Nachrichten, die auf ihre Zustellung warten: {{count}}. Seit {{period}} hat keine Replica eine übernommen. Seiten aktualisieren sich nicht, und niemand wird benachrichtigt. Starte das Backend neu; keine Nachricht geht verloren.',
  health_polling:
    'Ein Pooler schickt jede Transaktion über eine andere Verbindung (PgBouncer im Transaktionsmodus?). Deshalb fragen die Replicas jede halbe Sekunde nach Arbeit, und eine tote Replica fällt erst auf, wenn ihre Leases ablaufen. Gib dem Backend eine Verbindung, die ihre Sitzung behält.',
  health_work_not_picked_up:
    'Deployments mit Arbeit, die keine Replica übernimmt: {{count}}, das älteste seit {{period}}. Sieh unter „Festgefahren“ auf /deployments/admin und im Log des Backends nach. Bei einem Neustart geht nichts verloren.',
  health_writes_failed:
    'Vor {{period}} ist ein Schreibzugriff auf die Datenbank fehlgeschlagen ({{detail}}), spätere waren erfolgreich. Ist ihre Festplatte fast voll?',
  health_writes_failing:
    'Die Datenbank antwortet, lehnt aber Schreibzugriffe ab ({{detail}}). Deshalb gehen Deployments nicht weiter, und Befehle werden abgelehnt. Ist ihre Festplatte voll oder schreibgeschützt? Sobald Schreiben wieder möglich ist, geht die Arbeit von selbst weiter.',
  remedy_environment_locked_after_end:
    'Setze „holder“ in service_environments für {{service}} und {{environment}} auf null, wo es „{{holder}}“ ist. Eingereihte Deployments starten dann von selbst.',
  remedy_environment_not_locked:
    'Stelle sicher, dass in {{environment}} sonst nichts läuft. Setze dann „holder“ in service_environments für {{service}} und {{environment}} auf „{{holder}}“.',
  remedy_lease_expired:
    'Prüfe, ob die Replica antwortet und die Datenbank erreicht. Du kannst sie gefahrlos stoppen, denn ihre späten Schreibzugriffe werden abgelehnt. Jede Replica, die arbeitet, kann übernehmen.',
  remedy_newer_reducer:
    'Schließe das Upgrade ab, oder starte eine Replica der neueren Version, bis das Deployment beendet ist. Eine ältere Version kann es nicht fortsetzen.',
  remedy_no_deadline:
    'Entscheide auf seiner Seite, oder brich es dort ab. Das ist ein Fehler im Plugin; bitte melde ihn mit den Ereignissen des Deployments.',
  remedy_no_wake_up:
    'Jeder Befehl weckt es: Pausiere es und setze es fort, oder brich es ab. Das ist ein Fehler im Plugin; bitte melde ihn mit den Ereignissen des Deployments.',
  remedy_not_picked_up:
    'Prüfe oben, ob eine Replica lebt. Wenn ja, bearbeitet sie vielleicht schon so viele Deployments, wie sie kann (deployments.engine.concurrency), oder in ihrem Log steht, warum es mit diesem nicht weitergeht. Bei einem Neustart geht nichts verloren.',
  remedy_overdue_step:
    'Sieh im Log des Schritts und in dem System nach, das er aufruft. Die Engine bittet den Schritt gerade aufzuhören. Wenn unbekannt bleibt, ob er aufgehört hat, kannst du das Deployment hier aufgeben.',
  remedy_owner_dead:
    'Lebende Replicas übernehmen die Deployments einer toten innerhalb von Sekunden, oder wenn die Lease abläuft, falls das Ziel späte Aufrufe nicht ablehnen kann. Wenn das nicht geschieht, lebt keine Replica, oder im Log des Backends steht, warum sie nicht übernehmen kann.',
  remedy_unknown_outcome:
    'Prüfe die Umgebung selbst. Sobald sich dort nichts mehr ändert, gib das Deployment auf. Das gibt die Umgebung mit einer Sperre frei und beobachtet neu, was läuft.',
  stuck_environment_locked_after_end:
    'Es ist beendet, belegt aber noch seine Umgebung; alles, was dort eingereiht ist, wartet vergeblich. Die Transaktion, die ein Deployment beendet, gibt auch die Umgebung frei. Das kommt also nur vor, wenn Tabellen von Hand geändert oder nur einige aus einem Backup wiederhergestellt wurden.',
  stuck_environment_not_locked:
    'Es läuft, belegt aber seine Umgebung nicht, deshalb darf keine Replica es fortsetzen. Das kommt nur vor, wenn Tabellen von Hand geändert oder nur einige aus einem Backup wiederhergestellt wurden.',
  stuck_lease_expired:
    'Die Lease der Replica {{replica}} ist vor {{period}} abgelaufen, und keine andere hat übernommen. Die Replica hängt oder erreicht die Datenbank nicht, und keine andere arbeitet.',
  stuck_newer_reducer:
    'Eine neuere Version des Plugins hat daran gearbeitet (Zustandsversion {{found}}; diese Replica unterstützt höchstens {{supported}}), und keine Replica dieser Version läuft.',
  stuck_no_deadline:
    'Es wartet ohne Frist auf eine Entscheidung und würde ewig warten.',
  stuck_no_wake_up:
    'Es ist nicht beendet, aber es ist kein Wecken dafür geplant.',
  stuck_not_picked_up:
    'Es hat seit {{period}} etwas zu tun, und keine Replica hat es übernommen.',
  stuck_overdue_step:
    '„{{step}}“ hätte vor {{period}} enden sollen. Das System, das der Schritt aufruft, hat weder geantwortet noch bestätigt, dass es aufgehört hat.',
  stuck_owner_dead:
    'Die Replica {{replica}}, die daran arbeitete, ist tot, und keine andere hat es übernommen.',
  stuck_owner_dead_for:
    'Die Replica {{replica}}, die daran arbeitete, ist seit {{period}} tot, und keine andere hat es übernommen.',
  unknown_abandon: 'Wer das Portal betreibt, kann das Deployment aufgeben.',
  unknown_again: 'Slipway fragt wieder um {{time}}.',
  unknown_rollback_step:
    'Es ist unbekannt, ob dieser Schritt des Rollbacks noch läuft:',
  unknown_stopped:
    '„{{step}}“ wurde gebeten aufzuhören, und es ist unbekannt, ob das geschah',
  unknown_until: 'Slipway fragt weiter bis {{time}}.',
} as const;
