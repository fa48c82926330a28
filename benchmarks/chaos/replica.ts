import { runReplica } from '../lib/replicaBackend';
import { recorderModule } from './recorder/module';

runReplica([
  import('@slipway/backstage-plugin-deployments-backend'),
  recorderModule,
]);
