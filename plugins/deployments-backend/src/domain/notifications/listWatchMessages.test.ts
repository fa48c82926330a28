import type { BreachResponse, StoredWatch } from '../watch/storedWatch';
import { listBreachMessages, listRollbackMessages } from './listWatchMessages';

const WATCH = {
  deploymentId: 'd1',
  service: 'component:default/checkout',
  environment: 'production',
  version: { id: 'v', name: '1.5.0', artifact: 'sha256:1', flags: [] },
  reason: 'availability: 91 % (needs ≥ 99 %)',
} as unknown as StoredWatch;

const RESPONSIBLE = ['user:default/ana', 'group:default/shop'];

describe('notifications of a breach', () => {
  it.each<[BreachResponse, string, string]>([
    [
      { kind: 'rollback', deploymentId: 'd2' },
      '{service} 1.5.0 is being rolled back in {environment}: availability: 91 % (needs ≥ 99 %)',
      'Rollbacks of my services',
    ],
    [
      { kind: 'incident', incidentId: 'i1' },
      '{service} 1.5.0 breached its watch in {environment}, and an incident was opened',
      'Rollbacks of my services',
    ],
    [
      { kind: 'asked' },
      'Needs you: decide about {service} 1.5.0 in {environment}, which breached its watch',
      'Waiting for me',
    ],
  ])('say what happens: $kind', (response, title, topic) => {
    expect(listBreachMessages(WATCH, response, RESPONSIBLE)).toMatchObject([
      { to: RESPONSIBLE, title, topic, severity: 'high' },
    ]);
  });

  it('are replaced when the rollback has ended', () => {
    const version = { ...WATCH.version, name: '1.4.1', flags: [] };
    expect(
      listRollbackMessages(
        WATCH,
        { status: 'succeeded', version },
        RESPONSIBLE,
      ),
    ).toMatchObject([
      {
        deploymentId: 'd1',
        title:
          '{service} 1.5.0 was rolled back in {environment}: availability: 91 % (needs ≥ 99 %)',
        description: '{environment} runs 1.4.1 again.',
        severity: 'high',
      },
    ]);
    expect(
      listRollbackMessages(
        WATCH,
        { status: 'rollback_failed', version, message: 'No answer.' },
        RESPONSIBLE,
      ),
    ).toMatchObject([
      {
        title: 'The rollback of {service} 1.5.0 failed in {environment}',
        description: 'No answer.',
        severity: 'critical',
      },
    ]);
  });
});
