import { runReplica } from '../lib/replicaBackend';

runReplica([
  import('@slipway/backstage-plugin-deployments-backend'),
  import('@slipway/backstage-plugin-deployments-backend-module-kubernetes'),
]);
