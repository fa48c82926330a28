import type { driftListMessages as english } from '../driftList';
import type { Translated } from './Translated';

export const driftListMessages: Translated<typeof english> = {
  title: 'Drift nach Service und Umgebung',
  intro: 'Hier läuft nicht die Version, die mit Slipway deployt wurde.',
  column: {
    service: 'Service',
    environment: 'Umgebung',
    expected: 'Soll laufen',
    observed: 'Läuft',
    changedBy: 'Geändert von',
    actions: 'Beheben',
  },
  kind: {
    label: 'Art',
    changed: 'Nach einem Deployment geändert',
    neverDeployed: 'Nie mit Slipway deployt',
  },
  notDeployed: 'Mit Slipway wurde nichts deployt',
  nothing: 'Nichts',
  since: 'Beginn:',
  outdated: 'zuletzt beobachtet',
  managedBy: 'Verwaltet von {{tool}}',
  unknown: 'Unbekannt',
  empty: {
    title: 'Alles läuft wie deployt',
    description:
      'Hier stehen Services, bei denen nicht die mit Slipway deployte Version läuft: Jemand hat sie mit einem anderen Tool geändert, sie läuft nicht mehr, oder Slipway hat den Service nie deployt. Was gerade läuft, zeigt der Tab „Deployments“ eines Service.',
  },
  noMatch: 'Keine Drift passt zu diesen Filtern.',
  noneYet:
    'Bisher keine Drift, aber es sind noch nicht alle Services durchsucht.',
  searchOn: 'Rest durchsuchen',
  more: 'Mehr anzeigen',
  loading: 'Weitere werden geladen…',
  resolved: {
    adopt:
      'Die laufende Version von {{service}} in {{environment}} wurde übernommen.',
    overwrite:
      'Das nächste Deployment von {{service}} nach {{environment}} darf überschreiben, was dort läuft.',
  },
};
