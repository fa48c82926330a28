import { readDora } from './readDora';
import { collectMistakes } from '../schema/mistakes';

function read(value: unknown) {
  const mistakes = collectMistakes();
  const model = readDora(value, ['deployments', 'dora'], mistakes);
  return { model, mistakes: mistakes.list().map(String) };
}

describe('readDora', () => {
  it('reads targets for all services, for teams and for single services', () => {
    const { model, mistakes } = read({
      timeZone: 'Europe/Stockholm',
      targets: { deploymentFrequency: 1, changeLeadTime: '1d' },
      owners: { 'group:Shop': { targets: { recoveryTime: '1h' } } },
      services: { checkout: { targets: { changeFailRate: 0.1 } } },
    });
    expect(mistakes).toEqual([]);
    expect(model.targets).toEqual({
      'deployment-frequency': 1,
      'change-lead-time': 86_400_000,
    });
    expect([...model.ownerTargets]).toEqual([
      ['group:default/shop', { 'recovery-time': 3_600_000 }],
    ]);
    expect([...model.serviceTargets]).toEqual([
      ['component:default/checkout', { 'change-fail-rate': 0.1 }],
    ]);
  });

  it('reads sources without their secrets', () => {
    const { model, mistakes } = read({
      tiers: { prod: 'production' },
      sources: {
        hub: { type: 'github', secret: 'a-long-secret-of-the-hub' },
        bus: { type: 'github', events: true, incidentLabels: ['outage'] },
        pager: { type: 'pagerduty', secret: 'a-long-secret-of-the-pager' },
        alerts: { type: 'alertmanager', token: 'a-long-token-of-alerts' },
        tekton: { type: 'cdevents', token: 'a-long-token-of-tekton' },
        gone: null,
      },
    });
    expect(mistakes).toEqual([]);
    expect([...model.tiers]).toEqual([['prod', 'production']]);
    expect(model.sources).toEqual([
      {
        name: 'hub',
        type: 'github',
        webhook: true,
        events: false,
        incidentLabels: ['incident'],
      },
      {
        name: 'bus',
        type: 'github',
        webhook: false,
        events: true,
        incidentLabels: ['outage'],
      },
      { name: 'pager', type: 'pagerduty' },
      {
        name: 'alerts',
        type: 'alertmanager',
        serviceLabel: 'service',
        environmentLabel: 'environment',
      },
      { name: 'tekton', type: 'cdevents' },
    ]);
  });
});
