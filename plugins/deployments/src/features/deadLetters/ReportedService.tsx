import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';

/** An event's service: a link if it was found, else the name that the source reported. */
export function ReportedService(props: { event: IngestedEvent }) {
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
