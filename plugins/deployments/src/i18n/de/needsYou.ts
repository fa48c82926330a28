import type { needsYouMessages as english } from '../needsYou';
import type { Translated } from './Translated';

export const needsYouMessages: Translated<typeof english> = {
  title: 'Entscheidungen, die auf dich warten',
  count_one: '{{count}} Entscheidung wartet auf dich',
  count_other: '{{count}} Entscheidungen warten auf dich',
  countMany: 'Mehr als {{max}} Entscheidungen warten auf dich',
  intro:
    'Darüber kannst du jetzt entscheiden. Die früheste Frist steht oben; was dazukommt, während du hier bist, steht am Ende.',
  kind: {
    approval: 'Freigabe nötig',
    decision: 'Entscheidung nötig',
    paused: 'Angehalten',
    hold: 'Gesperrt',
    drift: 'Drift',
  },
  name: '{{service}} {{what}} → {{environment}}',
  decide: 'Entscheiden über {{name}}',
  requestedBy: 'Angefordert von',
  waiting: 'Wartet seit',
  withoutReason: 'Ohne Angabe eines Grundes.',
  stepsLeft_one: 'noch {{count}} Schritt',
  stepsLeft_other: 'noch {{count}} Schritte',
  replaces: 'ersetzt {{version}}',
  first: 'dort läuft zurzeit nichts',
  more: 'Plan, Commits und Checks anzeigen',
  less: 'Plan, Commits und Checks ausblenden',
  details: 'Plan, Commits und Checks von {{name}}',
  plan: 'Was noch zu tun ist',
  evidence: 'Bisherige Checks',
  noEvidence: 'In diesem Deployment ist noch kein Check gelaufen.',
  measured: '{{passed}} von {{total}} Messungen bestanden',
  elsewhere: 'Wo diese Version gerade läuft',
  nowhere: 'Diese Version läuft in keiner Umgebung.',
  since: 'Start:',
  openPage: 'Deployment öffnen',
  openService: '{{service}} öffnen',
  liftHold: 'Sperre aufheben…',
  resolveDrift: 'Drift beheben…',
  settled: {
    approve: 'Von dir freigegeben',
    reject: 'Von dir abgelehnt',
    resume: 'Von dir fortgesetzt',
    liftHold: 'Sperre von dir aufgehoben',
    decide: 'Von dir entschieden',
    gone: 'Wartet nicht mehr auf dich',
  },
  incomplete:
    'Vielleicht gibt es noch mehr. Der Rest erscheint hier, sobald diese entschieden sind.',
  empty: {
    title: 'Nichts wartet auf dich',
    description:
      'Deployments erscheinen hier, wenn sie deine Freigabe brauchen, oder wenn ein Deployment deiner Services fragt, wie es weitergeht, angehalten ist oder durch eine Sperre oder Drift blockiert wird, die du beheben kannst.',
  },
  home: {
    all: 'Alle Entscheidungen',
    services: 'Alle Services',
    deployments: 'Alle Deployments',
    noServices:
      'Kein Service im Katalog gehört dir oder deinen Gruppen. Der Owner einer Komponente steht in ihrer catalog-info.yaml unter „spec.owner“.',
    noDeployments:
      'Hier erscheinen Deployments, die du anforderst. Öffne dafür einen Service und drücke „Deployen“.',
  },
};
