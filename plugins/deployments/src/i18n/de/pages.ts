import type { pageMessages as english } from '../pages';
import type { Translated } from './Translated';

export const pageMessages: Translated<typeof english> = {
  page: {
    title: 'Deployments',
    services: 'Services',
    'needs-you': 'Für dich',
    activity: 'Aktivität',
    drift: 'Drift',
    dora: 'DORA',
    admin: 'Admin',
    loading: 'Wird geladen…',
    tryAgain: 'Erneut versuchen',
    stale: 'Möglicherweise veraltet.',
    notFound: {
      title: 'Seite nicht gefunden',
      description:
        'Vielleicht ist die Adresse vertippt oder der Link veraltet.',
      toServices: 'Alle Services anzeigen',
      back: 'Eine Ebene nach oben',
    },
    notAllowed: {
      title: 'Kein Zugriff auf diese Deployments',
      description:
        '{{message}} Zugriff geben kann der Owner des Service oder dein Plattformteam.',
    },
  },
  browserTitle: {
    deployment: '{{status}}: {{name}}',
    batch: '{{counts}}: {{title}}',
    compare: '{{from}} mit {{to}} vergleichen',
    dialog: {
      deploy: '{{service}} nach {{environment}} deployen',
      rollback: '{{service}} in {{environment}} zurückrollen',
      restart: '{{service}} in {{environment}} neu starten',
      remove: '{{service}} aus {{environment}} entfernen',
    },
  },
  card: {
    title: 'Deployments',
    link: 'Alle Deployments',
  },
};
