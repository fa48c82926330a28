/** Why a command is refused, by the codes of the server's sentences. */
export const refusalTexts = {
  refused_abandon:
    'Nur ein Deployment mit einem Schritt, dessen Ausgang unbekannt ist, kann aufgegeben werden. Dieses hat keinen solchen Schritt.',
  refused_approval_ending:
    'Das Deployment endet gerade, „{{step}}“ braucht also keine Freigabe mehr.',
  refused_approval_idle: '„{{step}}“ wartet nicht auf eine Freigabe.',
  refused_approve_none:
    'Das Deployment wartet nicht auf eine Freigabe, es gibt also nichts freizugeben.',
  refused_approve_plan:
    'Der Plan hat sich geändert, seit du ihn geöffnet hast. Prüfe den neuen Plan, und gib ihn dann frei.',
  refused_approve_started:
    'Das Deployment hat schon begonnen, es gibt also nichts freizugeben.',
  refused_cancel_decision:
    'Das Deployment wartet schon auf eine Entscheidung über ein Rollback. Triff stattdessen diese.',
  refused_cancel_rolling_back:
    'Das Deployment wird zurückgerollt, und ein Rollback kann nicht abgebrochen werden. Warte, bis es beendet ist.',
  refused_cancel_stopping:
    'Das Deployment stoppt gerade und kann nicht mehr abgebrochen werden. Es endet, sobald seine laufenden Schritte gestoppt sind.',
  refused_change_queued:
    'Das Deployment hat noch nicht begonnen und kann deshalb nicht geändert werden. Du kannst es abbrechen.',
  refused_change_rolling_back:
    'Das Deployment wird zurückgerollt, und ein Rollback kann nicht geändert werden. Warte, bis es beendet ist.',
  refused_change_stopping:
    'Das Deployment stoppt gerade und kann nicht mehr geändert werden. Es endet, sobald seine laufenden Schritte gestoppt sind.',
  refused_decision_none: 'Das Deployment wartet nicht auf eine Entscheidung.',
  refused_decision_other:
    'In der offenen Entscheidung geht es um etwas anderes. Sieh dir das Deployment an, und entscheide dann noch einmal.',
  refused_drift_active:
    'Ein Deployment läuft gerade. Löse die Drift auf, wenn es beendet ist.',
  refused_drift_changed:
    'Die Umgebung hat sich geändert, seit du die Seite geladen hast. Lade die Seite neu und entscheide erneut.',
  refused_drift_ended:
    'Ein Deployment ist gerade beendet worden. Lade die Seite neu und entscheide erneut.',
  refused_drift_none: 'Es gibt keine Drift, also auch nichts zu entscheiden.',
  refused_ended:
    'Das Deployment ist schon beendet und kann sich nicht mehr ändern.',
  refused_ended_roll_back:
    'Das Deployment ist schon beendet. Um zurückzugehen, starte ein Deployment der Art Rollback, das es rückgängig macht.',
  refused_hold_none:
    'Es gibt keine Sperre. Vielleicht hat sie schon jemand aufgehoben.',
  refused_incident_open:
    '{{source}} hat um {{time}} gemeldet, dass er noch offen war. Geschlossen wurde er also später.',
  refused_incident_resolved: 'Er wurde schon um {{time}} geschlossen.',
  refused_one_queued:
    'Die Umgebung nimmt je Service nur ein Deployment auf einmal an, und ein anderes wartet schon. Versuche es erneut, wenn es beendet ist.',
  refused_one_running:
    'Die Umgebung nimmt je Service nur ein Deployment auf einmal an, und ein anderes läuft gerade. Versuche es erneut, wenn es beendet ist.',
  refused_outdated:
    'Das Deployment hat sich geändert, seit du es geöffnet hast. Sieh dir seinen jetzigen Stand an, und entscheide dann noch einmal.',
  refused_override_none:
    'Nichts blockiert das Deployment, es gibt also nichts zu übergehen.',
  refused_override_started:
    'Das Deployment hat schon begonnen, es gibt also nichts zu übergehen.',
  refused_pause_decision:
    'Das Deployment wartet auf eine Entscheidung, und vorher beginnt kein neuer Schritt. Entscheide stattdessen, wie es weitergeht.',
  refused_pause_queued:
    'Das Deployment hat noch nicht begonnen und kann deshalb nicht angehalten werden. Du kannst es abbrechen.',
  refused_pause_rolling_back:
    'Das Deployment wird zurückgerollt, und ein Rollback kann nicht angehalten werden. Warte, bis es beendet ist.',
  refused_pause_stopping:
    'Das Deployment stoppt gerade und kann nicht mehr angehalten werden. Es endet, sobald seine laufenden Schritte gestoppt sind.',
  refused_paused_already: '{{person}} hat das Deployment schon angehalten.',
  refused_plan:
    'Der Plan hat sich geändert, seit du ihn geprüft hast. Prüfe ihn noch einmal, und bestätige dann.',
  refused_promote_decision:
    'Das Deployment wartet auf eine Entscheidung. Entscheide zuerst, wie es weitergeht.',
  refused_promote_idle:
    '„{{step}}“ kann jetzt nicht promotet werden. Das geht nur bei einem Rollout, das bei einem Anteil des Traffics wartet.',
  refused_promote_paused:
    'Das Deployment ist angehalten, deshalb beginnt keine neue Stufe. Setze es zuerst fort.',
  refused_promote_queued:
    'Das Deployment hat noch nicht begonnen und kann deshalb nicht promotet werden. Du kannst es abbrechen.',
  refused_promote_rolling_back:
    'Das Deployment wird zurückgerollt, und ein Rollback kann nicht promotet werden. Warte, bis es beendet ist.',
  refused_promote_stopping:
    'Das Deployment stoppt gerade und kann nicht mehr promotet werden. Es endet, sobald seine laufenden Schritte gestoppt sind.',
  refused_reject_none:
    'Das Deployment wartet nicht auf eine Freigabe, es gibt also nichts abzulehnen.',
  refused_reject_started:
    'Das Deployment hat schon begonnen, es gibt also nichts abzulehnen.',
  refused_remove_none:
    'Dort ist nichts deployt, also auch nichts zu entfernen.',
  refused_restart_none:
    'Dort ist nichts deployt, also auch nichts neu zu starten.',
  refused_resume: 'Das Deployment ist nicht angehalten.',
  refused_retry:
    '„{{step}}“ kann nur wiederholt werden, solange das Deployment auf eine Entscheidung darüber wartet.',
  refused_roll_back_queued:
    'Das Deployment hat noch nicht begonnen und kann deshalb nicht zurückgerollt werden. Du kannst es abbrechen.',
  refused_roll_back_rolling_back:
    'Das Deployment wird zurückgerollt, und ein Rollback kann nicht zurückgerollt werden. Warte, bis es beendet ist.',
  refused_roll_back_stopping:
    'Das Deployment stoppt gerade und kann nicht mehr zurückgerollt werden. Es endet, sobald seine laufenden Schritte gestoppt sind.',
  refused_roll_back_unchanged:
    'Es hat sich noch nichts geändert, es gibt also nichts zurückzurollen. Brich das Deployment stattdessen ab.',
  refused_rollback_active:
    'Dort läuft noch ein Deployment. Rolle es auf seiner Seite zurück.',
  refused_rollback_choices: 'Versionen, die dort schon liefen: {{versions}}.',
  refused_rollback_done: 'Das Deployment ist schon zurückgerollt.',
  refused_rollback_followed:
    'Auf dieses Deployment folgte ein weiteres. Rolle stattdessen jenes zurück.',
  refused_rollback_gone:
    'Die Version dieses Deployments läuft dort nicht mehr, also gibt es nichts zurückzurollen.',
  refused_rollback_itself:
    'Dieses Deployment ist selbst ein Rollback und hat die Umgebung schon verändert, es kann also nicht zurückgerollt werden. Lass es enden, oder deploye danach eine andere Version.',
  refused_rollback_never_ran:
    '{{version}} lief dort nie. Du kannst sie deployen, aber nicht zu ihr zurückrollen.',
  refused_rollback_no_choice: 'Vorher lief dort keine andere Version.',
  refused_rollback_other:
    'Dort läuft schon ein Rollback. Warte, bis es beendet ist.',
  refused_rollback_rolling_back:
    'Dort wird schon ein Deployment zurückgerollt. Warte, bis es beendet ist.',
  refused_rollback_running: '{{version}} läuft dort bereits.',
  refused_rollback_unchanged:
    'Das Deployment hat nichts geändert, also gibt es nichts zurückzurollen.',
  refused_skip:
    '„{{step}}“ kann nicht übersprungen werden. Das geht nur bei einem Schritt, der prüft oder wartet.',
  refused_skip_idle:
    '„{{step}}“ läuft nicht, es gibt also nichts zu überspringen.',
  refused_watch_ended:
    'Dieses Deployment wird nicht überwacht, oder die Überwachung ist schon beendet.',
} as const;
