import { runReplica } from '../lib/replicaBackend';

runReplica([
  import('../engine/nothing'),
  import('@slipway/backstage-plugin-deployments-backend'),
]);
