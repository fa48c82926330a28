/** What a metric's number alone hides, by the codes of the server's sentences. */
export const metricTexts = {
  metric_clock_commits:
    '{{count}} Commits wurden nach ihrem Deployment geschrieben: Irgendwo geht eine Uhr falsch',
  metric_clock_one_of_commits:
    '1 Commit wurde nach seinem Deployment geschrieben: Irgendwo geht eine Uhr falsch',
  metric_clock_one_of_recoveries:
    '1 Wiederherstellung endete, bevor sie begann: Irgendwo geht eine Uhr falsch',
  metric_clock_recoveries:
    '{{count}} Wiederherstellungen endeten, bevor sie begannen: Irgendwo geht eine Uhr falsch',
  metric_no_author_time: '{{count}} Commits haben keine Autorenzeit',
  metric_no_author_time_one: '1 Commit hat keine Autorenzeit',
  metric_no_commits:
    'Die Quellen von {{count}} Deployments sagen nicht, welche Commits sie enthalten',
  metric_no_commits_one:
    'Die Quelle von 1 Deployment sagt nicht, welche Commits es enthält',
  metric_small_sample:
    'Kleine Stichprobe (n = {{count}}): Ein Wert mehr könnte diese Zahl stark ändern',
  why_change: 'Das erste erfolgreiche Deployment, das diesen Commit enthielt.',
  why_clock: 'Das Ende liegt vor dem Beginn: Irgendwo geht eine Uhr falsch.',
  why_deployment: 'Ein erfolgreiches Deployment einer Änderung.',
  why_failed: 'Es schlug fehl, nachdem es Traffic bekommen hatte.',
  why_first:
    'Er gehörte zum ersten Deployment des Services, das alles vorher Geschriebene enthält.',
  why_fixed_incident: 'Es hat einen verknüpften Incident behoben.',
  why_incident: 'Es hat einen verknüpften Incident verursacht.',
  why_is_hotfix: 'Als Hotfix markiert.',
  why_is_rollback: 'Ein Rollback.',
  why_merge: 'Er führt nur andere Commits zusammen, die selbst zählen.',
  why_no_author_time: 'Wann er geschrieben wurde, ist unbekannt.',
  why_no_commits: 'Welche Commits es enthielt, ist unbekannt.',
  why_no_failure: 'Es schlug nicht fehl.',
  why_no_rework: 'Es hat nichts repariert.',
  why_no_traffic:
    'Es schlug fehl, bevor es Traffic bekam; Nutzerinnen und Nutzer haben es nicht bemerkt.',
  why_open: 'Sie dauert noch an.',
  why_recovery:
    'Nutzerinnen und Nutzer waren betroffen, und der Service wurde wiederhergestellt.',
  why_removal: 'Eine Entfernung liefert nichts Neues.',
  why_restart: 'Ein Neustart liefert nichts Neues.',
  why_reverted: 'Ein späteres Rollback hat es rückgängig gemacht.',
  why_rollback: 'Ein Rollback ist Wiederherstellung, nicht Auslieferung.',
  why_rollback_failed: 'Es schlug fehl, und sein Rollback auch.',
  why_rolled_back: 'Es wurde zurückgerollt.',
  why_same_version:
    'Dieselbe Version wurde schon vorher deployt; kein Commit ist neu.',
  why_unsuccessful: 'Es war nicht erfolgreich.',
} as const;
