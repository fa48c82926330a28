import type { DriftItem } from '@slipway/backstage-plugin-deployments-common';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { DriftRow } from '../../domain/model/serviceEnvironment';
import { findDriftStart } from '../../domain/serviceEnvironment/findDriftStart';
import { type Service, describeService } from '../../access/catalogServices';
import { toOptionalTime, toTime } from '../../http/formatTime';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';

/** A service environment with drift: what differs, since when, who changed it, and what the reader can do. */
export function toDriftView(facts: {
  row: DriftRow;
  service: Service;
  environment: EnvironmentModel;
  providers: Pick<ProviderRegistry, 'targets'>;
  mayResolve: boolean;
}): DriftItem {
  const { row, service, environment, providers, mayResolve } = facts;
  const { drift, observed, current } = row;
  const { managedBy, changedBy } = observed;
  return {
    service: describeService(service),
    environment: toEnvironmentView(environment, providers),
    drift,
    since: toOptionalTime(findDriftStart(observed, current?.version.artifact)),
    observedAt: toTime(observed.at),
    managedBy,
    changedBy: changedBy && {
      name: changedBy.name,
      at: toOptionalTime(changedBy.at),
    },
    actions: { resolveDrift: mayResolve },
  };
}
