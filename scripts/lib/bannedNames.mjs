/** A word within a camelCase or PascalCase name. */
const hump = word => {
  const capital = word[0].toUpperCase() + word.slice(1);
  return new RegExp(`^${word}(?![a-z])|(?:^|[a-z0-9_])${capital}(?![a-z])`);
};

/** Former private words in identifiers, and the standard term for each. */
export const NAMES = [
  [/^places?$|Places?(?![a-z])/, 'serviceEnvironment'],
  [hump('holder'), 'lockOwner'],
  [hump('admission'), 'startGate'],
  [hump('flights'), 'inFlightEffects'],
  [hump('onward'), 'followUp'],
  [/^(?:letGo|LetGo)$/, 'release'],
  [hump('tainted'), 'unknownOutcome'],
  [/^startHere$|^StartHere$|^LeaseHere$/, 'inlineStart'],
  [hump('presence'), 'replicaRegistry'],
  [/^(?:patiently|outlast|goUpPatiently)$/, 'retryUntilAvailable'],
  [/^(?:OwnersReport|commitKnown)$/, 'stepResult, commitOptimistically'],
  [
    /^(?:shareCommits|keepStatements|takeTurns|inTurns)$/,
    'groupCommits, cachePreparedStatements, runYielding',
  ],
  [
    /^(?:followStop|askToCancel|RollbackWish|wayBack|WayBack)$/,
    'requestCancel, RollbackRequest, rollbackStrategy',
  ],
  [/^(?:lateness|lateAt)$/, 'overdueAt'],
  [hump('glance'), 'cached'],
  [hump('glances'), 'catalogCache'],
  [hump('told'), 'reported'],
  [hump('judged'), 'classified'],
  [/^obvious(?:ly)?$/, 'referenceImplementation'],
  [hump('pain'), 'failurePeriod'],
  [hump('pains'), 'failurePeriods'],
  [hump('hurt'), 'affected'],
  [hump('unrolled'), 'stale'],
  [hump('dirty'), 'pending'],
  [hump('tally'), 'histogram'],
  [hump('deck'), 'weightedShuffleBag'],
  [/^bringIn|BringIn(?![a-z])|^bringBack$/, 'deployCandidate, restore'],
  [/^askers?$|^Askers?$|^callerOf$|^personOf$/, 'authenticators, requireUser'],
  [hump('words'), 'messages'],
  [/^touch(?:ed|es)(?:At)?$/, 'mayHaveChanged, isFirstChange'],
  [/^admit/, 'evaluateStart'],
  [/^[A-Z]\w*Answer$/, 'Response'],
];

/** File names that say nothing about what is inside. */
export const FILE_NAMES = [
  [
    /^(?:utils?|helpers?|common|misc|words|known|present)\.[a-z.]+$/,
    'Name the file after its main export.',
  ],
];

/** Names of columns, of stored JSON, and of other packages' APIs. */
export const STORED = new Set([
  'holder',
  'useApiHolder',
  'admission_denied',
  'owners_told',
  'startOf',
  'endOf',
  'indexOf',
  'valueOf',
  'useApiHolder',
]);

/** Stored names that would be too common to allow everywhere: the end of a path, and the name. */
export const STORED_IN = [
  // What a notify step keeps between its attempts.
  [/\/steps\/notifyStep(?:\.test)?\.ts$/, 'told'],
  // Events and states before reducer version 3.
  [/\/upcast(?:\.test)?\.ts$/, 'touched'],
  [/\/upcast(?:\.test)?\.ts$/, 'touches'],
  [/\/upcast(?:\.test)?\.ts$/, 'touchedAt'],
];
