import { execFileSync } from 'node:child_process';
import {
  buildNodeImage,
  readCluster,
} from '@slipway/backstage-plugin-deployments-test-cluster';

/** A Deployment of the example organisation. */
export interface Workload {
  service: string;
  environment: string;
}

interface Pod {
  name: string;
  image: string;
}

/** Reads the cluster as its administrator, never through the portal. */
function getObjects<T>(...args: string[]): T {
  const { adminKubeconfig } = readCluster()!;
  const output = execFileSync(
    'kubectl',
    [`--kubeconfig=${adminKubeconfig}`, 'get', '--output=json', ...args],
    { encoding: 'utf8' },
  );
  return JSON.parse(output);
}

const inNamespace = ({ environment }: Workload) =>
  `--namespace=shop-${environment}`;

/** Pods of a service that are not being stopped. */
export function listPods(workload: Workload): Pod[] {
  const { items } = getObjects<{
    items: {
      metadata: { name: string; deletionTimestamp?: string };
      spec: { containers: { image: string }[] };
    }[];
  }>('pods', `--selector=app=${workload.service}`, inNamespace(workload));
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      image: spec.containers[0].image,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Sends requests to the cluster address of a service, and returns the different responses. */
export async function listResponses(
  workload: Workload,
  times = 20,
): Promise<string[]> {
  const { spec } = getObjects<{ spec: { clusterIP: string } }>(
    'service',
    workload.service,
    inNamespace(workload),
  );
  const responses = new Set<string>();
  for (let count = 0; count < times; count++) {
    // A connection is to one pod.
    const response = await fetch(`http://${spec.clusterIP}/version`, {
      headers: { connection: 'close' },
    });
    const { service, version } = await response.json();
    responses.add(`${response.status} ${service} ${version}`);
  }
  return [...responses].sort();
}

/** Where the Service and the HTTPRoute of a service send its requests. */
interface Traffic {
  /** Name of the slot whose pods the Service selects; absent before the first deployment. */
  slot?: string;
  /** The rules of the route, in order. */
  rules: { headers: string[]; backends: { name: string; weight: number }[] }[];
}

export function readTraffic({ service, environment }: Workload): Traffic {
  const namespace = inNamespace({ service, environment });
  const { spec } = getObjects<{ spec: { selector: Record<string, string> } }>(
    'service',
    service,
    namespace,
  );
  const route = getObjects<{
    spec: {
      rules: {
        matches?: { headers?: { name: string }[] }[];
        backendRefs: Traffic['rules'][number]['backends'];
      }[];
    };
  }>('httproute', service, namespace);
  const slot = spec.selector['slipway.io/slot'];
  return {
    ...(slot === undefined ? {} : { slot }),
    rules: route.spec.rules.map(({ matches = [], backendRefs }) => ({
      headers: matches.flatMap(({ headers = [] }) =>
        headers.map(({ name }) => name),
      ),
      backends: backendRefs.map(({ name, weight }) => ({ name, weight })),
    })),
  };
}

/** Pushes an image to the registry, as a pipeline that doesn't know the portal would. */
export async function pushVersion(
  service: string,
  { version, commit }: { version: string; commit: string },
): Promise<void> {
  await readCluster()!.pushImage({
    ...buildNodeImage({ version, name: service }),
    name: `shop/${service}`,
    tag: version,
    created: new Date().toISOString(),
    labels: { 'org.opencontainers.image.revision': commit },
  });
}
