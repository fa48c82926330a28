import type { troubleshootingMessages as english } from '../troubleshooting';
import type { Translated } from './Translated';

export const troubleshootingMessages: Translated<typeof english> = {
  contents: 'Inhalt',
  link: 'Hilfe zur Fehlersuche',
  linkName: 'Hilfe zur Fehlersuche: {{about}} (öffnet einen neuen Tab)',
  about: {
    error: 'dieser Fehler',
    notPermitted: 'nicht erlaubt',
    webhook: 'Webhook abgelehnt',
    events: 'nicht verarbeitete Events',
    holdCannotBeLifted: 'Sperre lässt sich nicht aufheben',
  },
  reason: {
    database_unreachable: 'Datenbank nicht erreichbar',
    writes_failing: 'Schreiben schlägt fehl',
    writes_failed: 'Ein Schreibvorgang ist fehlgeschlagen',
    work_not_picked_up: 'Arbeit nicht aufgegriffen',
    no_replica: 'keine Replica',
    outbox_stuck: 'Nachrichten nicht zugestellt',
    outbox_failing: 'Nachrichten abgelehnt',
    audit_stuck: 'Audit-Einträge nicht versiegelt',
    polling: 'Polling',
  },
};
