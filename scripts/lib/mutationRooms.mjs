/**
 * The rooms that mutation tests know, by name: the sources that are broken, the
 * folder whose tests have to notice, and a test `without` which it goes, all
 * below plugins/deployments-backend. What only words messages is left out.
 */
export const ROOMS = {
  deployment: {
    mutate: [
      'src/domain/deployment/**/*.ts',
      '!src/domain/deployment/messages/*.ts',
    ],
    tests: 'src/domain/deployment',
    // It asks about the scenarios, not about rules, and plays a thousand of them.
    without:
      'the scenarios come through everything that the properties ask about',
  },
  policy: {
    mutate: ['src/domain/policy/*.ts'],
    tests: 'src/domain/policy',
  },
  analysis: {
    mutate: ['src/domain/analysis/*.ts'],
    tests: 'src/domain/analysis',
  },
  metrics: {
    mutate: [
      'src/deliveryMetrics/definitions/*.ts',
      '!src/deliveryMetrics/definitions/exclusionReasons.ts',
    ],
    tests: 'src/deliveryMetrics/definitions',
    // It asks about size alone.
    without: 'takes what very large services have',
  },
};
