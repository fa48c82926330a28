import type { historyMessages as english } from '../history';
import type { Translated } from './Translated';

export const historyMessages: Translated<typeof english> = {
  filter: {
    group: 'Filter',
    service: 'Service',
    environment: 'Umgebung',
    status: 'Status',
    who: 'Angefordert von',
    since: 'Seit',
    all: 'Alle',
    anyone: 'Allen',
    me: 'Mir',
    anyTime: 'Jederzeit',
    clear: 'Filter zurücksetzen',
  },
  since: {
    day: 'Letzte 24 Stunden',
    week: 'Letzte 7 Tage',
    month: 'Letzte 30 Tage',
    quarter: 'Letzte 90 Tage',
  },
  history: {
    title: 'Historie',
    what: {
      deploy: '{{version}}',
      rollback: 'Rollback auf {{version}}',
      restart: 'Neustart von {{version}}',
      remove: 'Entfernung von {{version}}',
    },
    hotfix: 'Hotfix',
    demo: 'Erfunden',
    madeUp:
      'Deployments mit „Erfunden“ gab es nie. Sie füllen die Historie und die Diagramme dieser Demo.',
    commits_one: '{{count}} Commit',
    commits_other: '{{count}} Commits',
    column: {
      status: 'Status',
      deployment: 'Deployment',
      service: 'Service',
      environment: 'Umgebung',
      duration: 'Dauer',
      by: 'Angefordert von',
      when: 'Wann',
      outcome: 'Ergebnis',
    },
    more: 'Mehr laden',
    empty:
      'Slipway hat hier noch nichts deployt. Das erste Deployment erscheint hier.',
    elsewhere: {
      demo: 'Diese Historie zeigt Deployments durch Slipway. Die Delivery-Metriken enthalten außerdem ein Jahr erfundener Deployments für diese Demo.',
      others:
        'Diese Historie zeigt Deployments durch Slipway. Die Delivery-Metriken enthalten außerdem Deployments, die andere Pipelines melden.',
      link: 'Delivery-Metriken anzeigen',
    },
    noMatch: 'Keine passenden Deployments. Ohne Filter erscheinen mehr.',
    csv: 'CSV herunterladen',
    csvFailed: 'Die CSV-Datei konnte nicht erstellt werden',
    csvIncomplete:
      'Die CSV-Datei enthält nur die neuesten {{rows}} Deployments',
  },
};
