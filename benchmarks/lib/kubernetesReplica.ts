/** The entry of a replica with the Kubernetes target, for the benchmarks that need one. */
import { runReplica } from './replicaBackend';

runReplica([
  import('@slipway/backstage-plugin-deployments-backend'),
  import('@slipway/backstage-plugin-deployments-backend-module-kubernetes'),
]);
