import type { replayMessages as english } from '../replay';
import type { Translated } from './Translated';

export const replayMessages: Translated<typeof english> = {
  title: 'Analyse {{title}} durchspielen',
  explanation:
    'Was die Analyse in ihrer heutigen Konfiguration zu den letzten 20 Deployments gesagt hätte, die sie verwendet haben. Es wird nichts neu gemessen und nichts geändert.',
  table: 'Durchgespielte Deployments',
  unchanged_one: 'Sie würde bei {{count}} Deployment gleich entscheiden.',
  unchanged_other:
    'Sie würde bei allen {{count}} Deployments gleich entscheiden.',
  changed_one:
    'Sie würde bei {{count}} von {{total}} Deployments anders entscheiden.',
  changed_other:
    'Sie würde bei {{count}} von {{total}} Deployments anders entscheiden.',
  changedAll_one: 'Sie würde bei {{count}} Deployment anders entscheiden.',
  changedAll_other:
    'Sie würde bei allen {{count}} Deployments anders entscheiden.',
  empty: 'Noch kein Deployment zum Durchspielen',
  emptyHelp:
    'Nötig ist ein abgeschlossenes Deployment, das diese Analyse verwendet hat und dessen Werte noch nicht nach Ablauf der Aufbewahrungsfrist gelöscht wurden.',
  notFound: 'Analyse nicht gefunden',
  notFoundHelp:
    'In app-config gibt es keine Analyse mit diesem Namen. Vielleicht wurde sie umbenannt.',
  afterLooks_one: 'nach {{count}} Auswertung',
  afterLooks_other: 'nach {{count}} Auswertungen',
  differs: 'Entscheidet anders',
  missing: 'Damals nicht gemessen: {{metrics}}',
  column: {
    deployment: 'Deployment',
    then: 'Damalige Aussage',
    now: 'Heutige Aussage',
  },
};
