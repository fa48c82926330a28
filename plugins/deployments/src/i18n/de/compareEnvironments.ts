import type { compareEnvironmentsMessages as english } from '../compareEnvironments';
import type { Translated } from './Translated';

export const compareEnvironmentsMessages: Translated<typeof english> = {
  title: 'Umgebungen vergleichen',
  heading: '{{from}} im Vergleich mit {{to}}',
  link: 'Umgebungen vergleichen',
  from: 'Von',
  to: 'Nach',
  swap: 'Umgebungen tauschen',
  owner: 'Owner',
  system: 'System',
  differing: 'Nur Unterschiede',
  oneEnvironment:
    'Es gibt nur eine Umgebung und damit nichts zu vergleichen. Dein Plattformteam kann in app-config weitere anlegen.',
  allServices: 'Alle Services anzeigen',
  column: {
    service: 'Service',
    difference: 'Unterschied',
    blockers: 'Promotion',
  },
  nothingHere: 'Nicht deployt',
  state: {
    same: 'Gleiche Version',
    behind: '{{to}} liegt zurück',
    ahead: '{{to}} ist voraus',
    not_deployed: 'Noch nicht in {{to}}',
    nothing_to_promote: 'Nicht in {{from}}',
    unknown: 'Verschiedene Versionen',
  },
  commits: 'Commits von {{service}} anzeigen',
  promotion: {
    held: 'In {{environment}} gesperrt',
    ready: 'Bereit zur Promotion',
    notAllowed: 'Dir fehlt die Berechtigung, nach {{environment}} zu deployen.',
    downgrade: 'Die Promotion wäre ein Downgrade.',
    none: 'Nichts zu promoten',
  },
  summary: {
    differing_one: '{{count}} Service unterscheidet sich.',
    differing_other: '{{count}} Services unterscheiden sich.',
    nothing: 'In keiner der beiden Umgebungen ist etwas deployt.',
    same: 'In beiden Umgebungen läuft bei jedem angezeigten Service dieselbe Version.',
  },
  incomplete:
    'Verglichen werden nur die ersten {{shown}} von {{total}} Services nach Namen. Die übrigen zeigt ein Filter nach Owner oder System.',
  noMatch: 'Keine Services passen zu diesen Filtern.',
  csv: 'CSV herunterladen',
};
