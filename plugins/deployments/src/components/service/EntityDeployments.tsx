import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ServiceDeployments } from './ServiceDeployments';

/** The deployments of the entity whose page this is. */
export function EntityDeployments() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  return <ServiceDeployments key={entityRef} entityRef={entityRef} />;
}
