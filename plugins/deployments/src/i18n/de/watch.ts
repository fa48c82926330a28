import type { watchMessages as english } from '../watch';
import type { Translated } from './Translated';

export const watchMessages: Translated<typeof english> = {
  title: 'Überwachung',
  watching: 'Wird überwacht',
  passing_one: '{{count}} Check besteht',
  passing_other: '{{count}} Checks bestehen',
  unmeasured: 'noch nicht gemessen',
  check: {
    passing: '{{check}} besteht',
    failing: '{{check}} schlägt fehl: {{message}}',
    no_data: '{{check}} hat keine Daten',
    error: '{{check}} konnte nicht gemessen werden',
    unmeasured: '{{check}} wurde noch nicht gemessen',
  },
  confirmed:
    'Bestätigt: Die Checks waren bis zum Ende der Überwachung bestanden',
  breached: 'Überwachung von {{version}} nicht bestanden: {{reason}}',
  aboutBreach: 'eine nicht bestandene Überwachung',
  ended: 'Die Überwachung endete ohne Ergebnis: {{reason}}',
  unconfirmed: 'nicht durch Überwachung bestätigt',
  rolledBackBy: 'Slipway hat zurückgerollt:',
  rollback: 'Rollback nach der Verletzung',
  asked:
    'Die anfordernde Person und der Owner wurden benachrichtigt. Entscheide, was zu tun ist.',
  askedWhy: 'Slipway hat nicht automatisch gehandelt: {{why}}',
  incident: 'Slipway hat einen Incident eröffnet.',
  end: 'Überwachung beenden…',
  endTitle: 'Überwachung von {{version}} beenden',
  endConsequence:
    'Die Checks werden nicht mehr gemessen, und ein Fehlschlag hat keine Folgen mehr. Die Version bleibt unbestätigt.',
  endConfirm: 'Überwachung beenden',
};
