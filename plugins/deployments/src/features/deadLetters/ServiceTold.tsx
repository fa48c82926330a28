import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';

/** The service of an event: a link where it was found, else what its source calls it. */
export function ServiceTold(props: { event: IngestedEvent }) {
  const { service, status, skewed } = props.event;
  if (!service) {
    return <>–</>;
  }
  const isFound = status === 'accepted' || (status === 'rejected' && skewed);
  return isFound && /^[^:/]+:[^:/]+\/[^:/]+$/.test(service) ? (
    <EntityRefLink entityRef={service} hideIcon />
  ) : (
    <code>{service}</code>
  );
}
