import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { usePaths } from '../../routes/usePaths';
import { ExactPath } from '../../shared/page/ExactPath';
import { ServiceDeployments } from './ServiceDeployments';

/** The deployments of the entity whose page this is. */
export function EntityDeployments() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const paths = usePaths();
  return (
    <ExactPath path={paths.service(entityRef)}>
      <ServiceDeployments key={entityRef} entityRef={entityRef} />
    </ExactPath>
  );
}
