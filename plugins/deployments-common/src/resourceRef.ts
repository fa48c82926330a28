/**
 * Names what a permission of type `slipway-deployment` concerns: `component:default/checkout@production`, or only
 * `component:default/checkout` for what belongs to the service alone, e.g. its versions. Give it to `usePermission` as
 * `resourceRef`.
 *
 * @public
 */
export function deploymentResourceRef(place: {
  service: string;
  environment?: string;
}): string {
  const { service, environment } = place;
  return environment === undefined ? service : `${service}@${environment}`;
}

/**
 * The reverse of {@link deploymentResourceRef}. Entity refs cannot contain an `@`.
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
