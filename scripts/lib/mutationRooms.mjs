/**
 * The rooms for mutation tests, by name: the sources to mutate, the folder of tests,
 * and `without`, a test to skip. Paths are below plugins/deployments-backend. Files
 * that only contain messages are excluded.
 */
export const ROOMS = {
  pipeline: {
    mutate: [
      'src/pipeline/*.ts',
      '!src/pipeline/{commandWords,describeEvent,words}.ts',
    ],
    tests: 'src/pipeline',
    // It tests the scenarios, not the rules, and runs a thousand of them.
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
    // It only tests large sizes.
    without: 'takes what very large services have',
  },
};
