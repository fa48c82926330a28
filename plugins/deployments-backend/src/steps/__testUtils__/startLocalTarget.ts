import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { bootLocalTarget } from '../../targets/__testUtils__/bootLocalTarget';

/** Responds to `/` with the JSON in BODY, and counts requests by method at `/requests`. */
const SERVER = `
const counts = {};
require('node:http').createServer((request, response) => {
  const isUser = request.url === '/';
  if (isUser) counts[request.method] = (counts[request.method] ?? 0) + 1;
  response.statusCode = isUser && process.env.STATUS ? Number(process.env.STATUS) : 200;
  response.setHeader('content-type', 'application/json');
  response.end(request.url === '/requests' ? JSON.stringify(counts) : process.env.BODY);
}).listen(process.env.PORT, '127.0.0.1');
`;

/** Where tests deploy. */
const SERVICE_ENVIRONMENT = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' },
  settings: {},
} as const;

/** How a version responds. */
export interface VersionBehaviour {
  body: unknown;
  status?: number;
}

/** Starts the real local target, with versions of checkout whose artifacts are `sha256:<name>`. */
export async function startLocalTarget(
  versions: Record<string, VersionBehaviour>,
): Promise<{ target: DeploymentTarget; stop(): Promise<void> }> {
  const { target, stop } = await bootLocalTarget(dataDir => ({
    command: [process.execPath, '-e', SERVER],
    cwd: dataDir,
    readiness: { path: '/healthz', timeout: '20s' },
    versions: Object.entries(versions).map(([name, { body, status }]) => ({
      name,
      artifact: `sha256:${name}`,
      env: {
        BODY: JSON.stringify(body),
        ...(status ? { STATUS: String(status) } : {}),
      },
    })),
  }));
  return {
    target,
    async stop() {
      await target.remove?.({
        ...SERVICE_ENVIRONMENT,
        deploymentId: 'cleanup',
        idempotencyKey: 'cleanup/remove',
        fence: Number.MAX_SAFE_INTEGER,
        deadline: Date.now() + 10_000,
        signal: AbortSignal.timeout(10_000),
        log: () => {},
      });
      await stop();
    },
  };
}

/** Makes a version the only one. Returns the stable URL. */
export async function deployVersion(
  target: DeploymentTarget,
  name: string,
  fence: number,
): Promise<string> {
  const request = (effect: string) => ({
    ...SERVICE_ENVIRONMENT,
    deploymentId: name,
    idempotencyKey: `${name}/${effect}`,
    fence,
    deadline: Date.now() + 20_000,
    signal: AbortSignal.timeout(20_000),
    log: () => {},
  });
  const handle = await target.apply({
    ...request('apply'),
    version: { name, artifact: `sha256:${name}` },
    intent: 'deploy',
  });
  let progress = await target.poll({ ...request('apply'), handle });
  while (progress.state === 'working') {
    await sleep(50);
    progress = await target.poll({ ...request('apply'), handle });
  }
  if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
  const { candidate } = progress;
  await target.finalize({ ...request('finalize'), candidate });
  const { url } = await target.observe({
    ...SERVICE_ENVIRONMENT,
    signal: AbortSignal.timeout(5_000),
  });
  if (!url) throw new Error('The target has no stable URL');
  return url;
}
