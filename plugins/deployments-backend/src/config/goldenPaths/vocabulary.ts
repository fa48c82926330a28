/**
 * The names that golden paths may use, in one place. What `{{ … }}` and `if` are given when they are evaluated has exactly
 * these names.
 */

/** In `{{ … }}`; `inputs.<declared>` and `secrets.<declared>` come on top. */
export const TEMPLATE_NAMES = [
  'deployment.id',
  'service.ref',
  'service.name',
  'service.namespace',
  'environment.name',
  'environment.tier',
  'version.id',
  'version.name',
  'version.artifact',
  'version.commit',
  'candidate.id',
  'candidate.url',
  'baseline.id',
  'baseline.url',
] as const;

/** In the settings of a check, which is asked while the service runs. */
export const CHECK_TEMPLATE_NAMES = [...TEMPLATE_NAMES, 'service.url'] as const;

/** In `if`; `inputs.<declared>` comes on top. */
export const CONDITION_PATHS = [
  'service.ref',
  'service.kind',
  'service.namespace',
  'service.name',
  'service.type',
  'service.lifecycle',
  'service.owner',
  'service.system',
  'service.tags',
  'environment.name',
  'environment.tier',
  'version.id',
  'version.name',
  'version.artifact',
  'version.commit',
  'version.changeUrl',
  'version.flags',
] as const;

/**
 * Paths of `if` that must not be compared for equality: a predicate's equality ignores case and takes `7` for `"7"`, so two
 * versions could count as one.
 */
export const IDENTITY_PATHS: readonly string[] = [
  'version.id',
  'version.name',
  'version.artifact',
  'version.commit',
];
