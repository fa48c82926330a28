import { comesFromPerson, isPersonsDecision } from './personDecisions';

describe('commands that need a person', () => {
  it.each([
    'approve',
    'reject',
    'decide',
    'skipStep',
    'override',
    'abandon',
    'promote',
  ] as const)('%s, whatever a service may do', type => {
    expect(isPersonsDecision(type)).toBe(true);
  });

  it.each(['pause', 'resume', 'cancel', 'rollback', 'retryStep'] as const)(
    '%s does not need a person: it stops, undoes or retries',
    type => {
      expect(isPersonsDecision(type)).toBe(false);
    },
  );

  it.each([
    ['pause', true],
    ['approve', true],
    ['tick', false],
    ['toString', false],
  ])('%s comes from a person: %s', (type, fromPerson) => {
    expect(comesFromPerson(type)).toBe(fromPerson);
  });
});
