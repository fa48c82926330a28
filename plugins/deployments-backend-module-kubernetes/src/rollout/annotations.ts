/** Names the only service environment that may change the workload: `component:default/checkout@production`. */
export const CONSENT = 'slipway.io/service-environment';
/** The highest fence that the workload has seen. */
export const FENCE = 'slipway.io/fence';
/** The last effects, by idempotency key. */
export const EFFECTS = 'slipway.io/effects';
/** What the last deployment changed, so that it can be undone by a process that knows nothing else. */
export const ROLLOUT = 'slipway.io/rollout';
/** How many replicas a removed service had. */
export const REPLICAS = 'slipway.io/replicas';

/** In the pod template: display name of the version, so that each pod says which one it runs. */
export const VERSION = 'slipway.io/version';
/** In the pod template: the version's artifact, as it was registered. */
export const ARTIFACT = 'slipway.io/artifact';
/** In the pod template: the restart that created these pods. */
export const RESTART = 'slipway.io/restart';

/** The annotations of the pod template that belong to a deployment, and are undone with it. */
export const TEMPLATE_ANNOTATIONS = [VERSION, ARTIFACT, RESTART] as const;
