import type { serviceListMessages as english } from '../serviceLists';
import type { Translated } from './Translated';

export const serviceListMessages: Translated<typeof english> = {
  service: {
    environmentsOf: 'Umgebungen von {{service}}',
    empty:
      'Slipway hat {{service}} noch nie deployt. Wähle eine Umgebung und drücke „Deployen“.',
    noPath: 'Kein Golden Path passt zu diesem Service',
    noPathHelp:
      'Bitte dein Plattformteam um einen Golden Path, der zu diesem Service passt, oder nenne einen in der Annotation slipway/golden-path.',
  },
  services: {
    title: 'Services nach Umgebung',
    search: 'Services suchen',
    owner: 'Owner',
    all: 'Alle',
    mine: 'Meine Teams',
    notThere: 'Nicht in dieser Umgebung',
    empty:
      'Noch kein Service hat einen Golden Path. Lege unter deployments.goldenPaths in app-config einen an. Sein Schlüssel „for“ wählt die Services aus.',
    noMatch:
      'Keine passenden Services. Kürze die Suche, oder zeige Services aller Owner an.',
    more: 'Mehr anzeigen ({{shown}} von {{total}})',
  },
};
