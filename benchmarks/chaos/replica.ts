import { runReplica } from '../lib/replicaBackend';

runReplica([import('@slipway/backstage-plugin-deployments-backend')]);
