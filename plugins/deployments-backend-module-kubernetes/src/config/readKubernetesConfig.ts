import { readFile } from 'node:fs/promises';
import type { Config } from '@backstage/config';
import {
  createConfigError,
  parseConfig,
  type ConfigMistake,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { ClusterAccess, ClusterConnection } from './clusterConnection';
import {
  findServerMistake,
  kubernetesConfigSchema,
  pluginClusterSchema,
  type ClusterConfig,
  type PluginCluster,
} from './kubernetesConfigSchema';
import { NotHereError, readKubeconfig } from './readKubeconfig';

const ROOT = 'deployments.kubernetes';
/** Where Kubernetes puts the credential of a pod's service account. */
const POD_CREDENTIAL = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Reads the clusters of `deployments.kubernetes`. Returns `undefined` if the key is absent: the target can then not be used.
 *
 * @param env - Environment variables, which name the API server of the cluster in which the portal runs.
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readKubernetesConfig(
  config: Config,
  env: NodeJS.ProcessEnv = process.env,
): ClusterConnection[] | undefined {
  const parsed = parseConfig(config, ROOT, kubernetesConfigSchema);
  if (!parsed) return undefined;

  const pluginClusters = readPluginClusters(config);
  const mistakes: ConfigMistake[] = [];
  const missingHere: ConfigMistake[] = [];
  const connections: ClusterConnection[] = [];
  for (const [name, cluster] of Object.entries(parsed.clusters)) {
    try {
      connections.push(
        createConnection(name, cluster, pluginClusters.get(name), env),
      );
    } catch (error) {
      (error instanceof NotHereError ? missingHere : mistakes).push({
        path: ['clusters', name],
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  if (mistakes.length + missingHere.length > 0) {
    throw createConfigError(ROOT, mistakes, missingHere);
  }
  return connections;
}

/** Reads the clusters that the Kubernetes plugin finds in the configuration. Its other locators can't be read here. */
function readPluginClusters(config: Config): Map<string, PluginCluster> {
  const locators = config.getOptional('kubernetes.clusterLocatorMethods');
  const clusters = (Array.isArray(locators) ? locators : []).flatMap(
    locator => {
      const { type, clusters: listed } = (locator ?? {}) as Record<
        string,
        unknown
      >;
      return type === 'config' && Array.isArray(listed) ? listed : [];
    },
  );
  return new Map(
    clusters.flatMap(cluster => {
      const { success, data } = pluginClusterSchema.safeParse(cluster);
      return success ? [[data.name, data] as const] : [];
    }),
  );
}

function createConnection(
  name: string,
  cluster: ClusterConfig,
  plugin: PluginCluster | undefined,
  env: NodeJS.ProcessEnv,
): ClusterConnection {
  const dashboardUrl = cluster.dashboardUrl ?? plugin?.dashboardUrl;
  const shared = {
    name,
    requestTimeoutMs: cluster.requestTimeout,
    ...(dashboardUrl ? { dashboardUrl } : {}),
  };
  if (cluster.inCluster) {
    return { ...shared, ...readPodConnection(env) };
  }
  if (cluster.kubeconfig) {
    return {
      ...shared,
      ...readKubeconfig(cluster.kubeconfig, cluster.context),
    };
  }
  const url = cluster.url ?? plugin?.url;
  if (!url) {
    throw new Error(
      'missing url. Add url, kubeconfig or inCluster, or a cluster of this name to kubernetes.clusterLocatorMethods.',
    );
  }
  const mistake = findServerMistake(url);
  if (mistake) throw new Error(`its url ${mistake}`);
  const token =
    cluster.token ??
    (cluster.credentials === 'shared' && !cluster.tokenFile
      ? plugin?.serviceAccountToken
      : undefined);
  if (!token && !cluster.tokenFile) {
    throw new Error(
      cluster.credentials === 'shared'
        ? 'missing credential: the Kubernetes plugin has no serviceAccountToken for it. Add token or tokenFile.'
        : "missing credential: add token or tokenFile of a service account that may deploy. The Kubernetes plugin's credential is only used with credentials: shared.",
    );
  }
  // Its own certificates replace those of the plugin, in whichever form they are.
  const hasOwnCa = cluster.caData !== undefined || cluster.caFile !== undefined;
  const isOwn = hasOwnCa || cluster.url !== undefined;
  const { caData, caFile } = isOwn ? cluster : plugin ?? {};
  return {
    ...shared,
    url,
    // Nobody else's configuration may weaken a connection that is configured here.
    skipTLSVerify:
      cluster.skipTLSVerify ?? (!isOwn && plugin?.skipTLSVerify) ?? false,
    loadAccess: () =>
      loadAccess({
        ...(caData ? { caData } : {}),
        ...(caFile ? { caFile } : {}),
        ...(token ? { token } : {}),
        ...(cluster.tokenFile ? { tokenFile: cluster.tokenFile } : {}),
      }),
  };
}

async function loadAccess(source: {
  caData?: string;
  caFile?: string;
  token?: string;
  tokenFile?: string;
}): Promise<ClusterAccess> {
  const [ca, token] = await Promise.all([
    source.caData
      ? Buffer.from(source.caData, 'base64').toString('utf8')
      : source.caFile && readFile(source.caFile, 'utf8'),
    source.tokenFile ? readFile(source.tokenFile, 'utf8') : source.token,
  ]);
  return {
    ...(ca ? { ca } : {}),
    ...(token ? { token: token.trim() } : {}),
  };
}

function readPodConnection(env: NodeJS.ProcessEnv) {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  if (!host || !port) {
    throw new NotHereError(
      "inCluster: the portal doesn't run in a pod, because KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT aren't set",
    );
  }
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    skipTLSVerify: false,
    loadAccess: () =>
      loadAccess({
        caFile: `${POD_CREDENTIAL}/ca.crt`,
        tokenFile: `${POD_CREDENTIAL}/token`,
      }),
  };
}
