import { useEnvironments } from '../../hooks/useEnvironments';
import { DeploymentHistory } from './DeploymentHistory';

/** All deployments of all services. */
export function Activity() {
  const { environments } = useEnvironments();
  return <DeploymentHistory environments={environments} />;
}
