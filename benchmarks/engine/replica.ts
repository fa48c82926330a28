import { runReplica } from '../lib/replicaBackend';

runReplica([
  import('./nothing'),
  import('@slipway/backstage-plugin-deployments-backend'),
]);
