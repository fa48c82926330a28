/*
 * The names that golden paths may use in `{{ … }}` and `if`. The values for their evaluation have exactly these names.
 */

/**
 * Names in `{{ … }}` of a start condition, in addition to `secrets.<declared>`. They identify what is to be deployed and
 * where. Inputs are left out, because the requester chooses them, and a person must not choose what is asked.
 */
export const START_CONDITION_TEMPLATE_NAMES = [
  'service.ref',
  'service.name',
  'service.namespace',
  'environment.name',
  'environment.tier',
  'version.id',
  'version.name',
  'version.artifact',
  'version.commit',
] as const;

/** Names in `{{ … }}`, in addition to `inputs.<declared>` and `secrets.<declared>`. */
export const TEMPLATE_NAMES = [
  'deployment.id',
  ...START_CONDITION_TEMPLATE_NAMES,
  'candidate.id',
  'candidate.url',
  'baseline.id',
  'baseline.url',
] as const;

/** The period that is measured. */
export const WINDOW_NAMES = [
  'window',
  'window.seconds',
  'window.from',
  'window.to',
  'window.fromMs',
  'window.toMs',
  'window.fromIso',
  'window.toIso',
] as const;

/** Names in the settings of a check, which runs while the service is reachable. */
export const CHECK_TEMPLATE_NAMES = [
  ...TEMPLATE_NAMES,
  'service.url',
  ...WINDOW_NAMES,
] as const;

/** Names in the settings of a metric of an analysis, which is read for both versions. */
export const METRIC_TEMPLATE_NAMES = [
  ...TEMPLATE_NAMES,
  ...WINDOW_NAMES,
  'measured.version',
  'measured.artifact',
  'measured.instance',
] as const;

/** Paths in `if`, in addition to `inputs.<declared>`. */
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
 * Paths in `if` that must not be compared for equality. Predicates ignore case and treat `7` as `"7"`, so two different
 * versions could be equal.
 */
export const IDENTITY_PATHS: readonly string[] = [
  'version.id',
  'version.name',
  'version.artifact',
  'version.commit',
];
