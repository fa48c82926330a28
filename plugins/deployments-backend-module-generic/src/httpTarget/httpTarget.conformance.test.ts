import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  SERVICE_SETTINGS,
  startDeploymentService,
} from '../__testUtils__/startDeploymentService';
import { httpConfigSchema } from '../config/httpConfigSchema';
import { createEndpointClient } from './endpointClient';
import { createHttpTarget } from './httpTarget';

/** Without two versions side by side, the kit's other promises apply, so both kinds of settings are tested. */
const { setTraffic, ...sideBySide } = SERVICE_SETTINGS;

describe.each([
  ['that splits traffic', { ...sideBySide, setTraffic }, []],
  [
    'that loses responses',
    { ...sideBySide, setTraffic },
    [
      { of: 'change', fault: { kind: 'lost-response' } },
      { of: 'read', fault: { kind: 'status', status: 503 } },
      { of: 'read', fault: { kind: 'lost-response' } },
    ],
  ],
] as const)('A service %s', (name, settings, faults) => {
  describeDeploymentTarget(
    `The http target for a service ${name}`,
    async () => {
      const service = await startDeploymentService();
      const { endpoints } = httpConfigSchema.parse({
        endpoints: { deployer: { url: service.url } },
      });
      const client = createEndpointClient(endpoints.deployer!);
      const boot = () => createHttpTarget(new Map([['deployer', client]]));
      const target = boot();
      let isFirst = true;
      const tampered = { name: '7.0.0', artifact: 'sha256:tampered' };
      const replace = async () => {
        service.replace(tampered);
        return tampered;
      };
      return {
        // Faults begin with the first deployment, because an observation that fails is no broken promise.
        target: {
          ...target,
          apply(request) {
            if (isFirst) service.faults.push(...faults);
            isFirst = false;
            return target.apply(request);
          },
        },
        serviceEnvironment: {
          service: 'component:default/checkout',
          environment: { name: 'staging', tier: 'staging' as const },
          settings: settings as {},
        },
        versions: {
          first: { name: '1.0.0', artifact: 'sha256:1.0.0' },
          second: { name: '1.1.0', artifact: 'sha256:1.1.0' },
          broken: { name: '1.2.0-broken', artifact: 'sha256:broken' },
        },
        crash: async () => boot(),
        preexisting: replace,
        tamper: replace,
        async hold() {
          service.gate = 'held';
          return async () => {
            service.gate = undefined;
          };
        },
        async dispose() {
          client.close();
          await service.close();
        },
      };
    },
    { pollEveryMs: 20 },
  );
});
