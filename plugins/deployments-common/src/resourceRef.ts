/**
 * Builds the resource ref for a permission of type `slipway-deployment`, which `usePermission` takes as `resourceRef`:
 * `component:default/checkout@production` for a service in an environment, `component:default/checkout` for what
 * belongs to the service alone, e.g. its versions.
 *
 * @param serviceEnvironment - `service` is an entity ref, `environment` a name from app-config.
 *
 * @public
 */
export function deploymentResourceRef(serviceEnvironment: {
  service: string;
  environment?: string;
}): string {
  const { service, environment } = serviceEnvironment;
  return environment === undefined ? service : `${service}@${environment}`;
}

/**
 * Parses the result of {@link deploymentResourceRef}. Entity refs cannot contain an `@`, so every text can be parsed.
 *
 * @public
 */
export function parseDeploymentResourceRef(resourceRef: string): {
  service: string;
  environment?: string;
} {
  const at = resourceRef.indexOf('@');
  return at === -1
    ? { service: resourceRef }
    : {
        service: resourceRef.slice(0, at),
        environment: resourceRef.slice(at + 1),
      };
}
