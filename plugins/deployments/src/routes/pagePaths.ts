/** Paths inside the deployments page. Any other path is the id of a deployment. */
export const SERVICES_PATH = 'services';
export const NEEDS_YOU_PATH = 'needs-you';
export const ACTIVITY_PATH = 'activity';
export const DRIFT_PATH = 'drift';
export const DORA_PATH = 'dora';
export const ADMIN_PATH = 'admin';
export const TROUBLESHOOTING_PATH = 'troubleshooting';
export const ANALYSES_PATH = 'analyses';
export const COMPARE_PATH = 'compare';
export const BATCH_PATH = 'batch';

/** The list of dead letters, below the delivery metrics. */
export const EVENTS_PATH = 'events';

/** The paths of the tabs on a service's page. */
export const ENTITY_TAB_PATH = '/deployments';
export const ENTITY_DORA_PATH = '/dora';

/** The query key of the deployments of a batch: their ids, separated by commas. */
export const BATCH_KEY = 'ids';

/** The query key that puts one incident first in a service's list of incidents. */
export const INCIDENT_KEY = 'incident';

/** The query key that opens the dialog which connects a service in an environment. */
export const CONNECT_KEY = 'connect';

/** The query key of the metric whose details the analysis of a step shows. */
export const METRIC_KEY = 'metric';
