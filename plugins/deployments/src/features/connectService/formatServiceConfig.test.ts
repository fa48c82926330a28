import { formatServiceConfig } from './formatServiceConfig';

describe('formatServiceConfig', () => {
  it('names the workload of a service in an environment', () => {
    expect(
      formatServiceConfig('component:default/checkout', 'production', {
        namespace: 'payments',
        workload: 'checkout',
      }),
    ).toBe(
      [
        'deployments:',
        '  services:',
        '    component:default/checkout:',
        '      production:',
        '        target:',
        '          namespace: payments',
        '          workload: checkout',
      ].join('\n'),
    );
  });

  it('quotes what YAML would read as something else, and nests objects', () => {
    expect(
      formatServiceConfig('component:default/a', 'on', {
        version: '1.10',
        enabled: true,
        text: 'true',
        comment: 'a # b: c',
        ends: 'colon:',
        containers: ['web', 'migrate'],
        labels: { 'app.kubernetes.io/name': 'x' },
        none: {},
      })
        .split('\n')
        .slice(3),
    ).toEqual([
      '      "on":',
      '        target:',
      '          version: "1.10"',
      '          enabled: true',
      '          text: "true"',
      '          comment: "a # b: c"',
      '          ends: "colon:"',
      '          containers: ["web","migrate"]',
      '          labels:',
      '            app.kubernetes.io/name: x',
      '          none: {}',
    ]);
  });
});
