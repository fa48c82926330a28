/**
 * The rooms that mutation tests know, by name: the sources that are broken, the
 * folder whose tests have to notice, and a test `without` which it goes, all
 * below plugins/deployments-backend. What only words messages is left out.
 */
export const ROOMS = {
  pipeline: {
    mutate: [
      'src/pipeline/*.ts',
      '!src/pipeline/{commandWords,describeEvent,words}.ts',
    ],
    tests: 'src/pipeline',
    // It asks about the scenarios, not about rules, and plays a thousand of them.
    without:
      'the scenarios come through everything that the properties ask about',
  },
  policy: {
    mutate: ['src/policy/*.ts'],
    tests: 'src/policy',
  },
  analysis: {
    mutate: ['src/analysis/*.ts'],
    tests: 'src/analysis',
  },
  metrics: {
    mutate: ['src/dora/definitions/*.ts', '!src/dora/definitions/why.ts'],
    tests: 'src/dora/definitions',
    // It asks about size alone.
    without: 'takes what very large services have',
  },
};
